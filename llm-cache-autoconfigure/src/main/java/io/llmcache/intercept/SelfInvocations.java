package io.llmcache.intercept;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Calls of a class to its own annotated methods: they pass the proxy by. Read from the
 * byte code, since nothing at run time could tell.
 */
final class SelfInvocations {

	private SelfInvocations() {
	}

	/**
	 * The calls found.
	 * @param userClass the class
	 * @param annotated its annotated methods
	 * @return {@code Class.caller() calls annotated()} for each
	 */
	static Set<String> of(Class<?> userClass, Collection<Method> annotated) {
		Set<String> calls = new TreeSet<>();
		Set<String> targets = annotated.stream()
			.map((method) -> method.getName() + Type.getMethodDescriptor(method))
			.collect(Collectors.toSet());
		String file = userClass.getName().substring(userClass.getPackageName().length()).replaceFirst("^\\.", "")
				+ ".class";
		try (InputStream code = userClass.getResourceAsStream(file)) {
			if (code != null) {
				new ClassReader(code).accept(new Calls(userClass, targets, calls), ClassReader.SKIP_DEBUG);
			}
		}
		catch (IOException | RuntimeException ex) {
			return Set.of();
		}
		return calls;
	}

	private static final class Calls extends ClassVisitor {

		private final Class<?> userClass;

		private final String own;

		private final Set<String> targets;

		private final Set<String> calls;

		Calls(Class<?> userClass, Set<String> targets, Set<String> calls) {
			super(SpringAsmInfo.ASM_VERSION);
			this.userClass = userClass;
			this.own = Type.getDescriptor(userClass);
			this.targets = targets;
			this.calls = calls;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String caller, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if ((access & Opcodes.ACC_BRIDGE) != 0) {
				return null;
			}
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				// Then the receiver may be the proxy: injected, looked up or handed over.
				private boolean knowsAnother = descriptor.substring(0, descriptor.indexOf(')'))
					.contains(Calls.this.own);

				@Override
				public void visitFieldInsn(int opcode, String owner, String name, String type) {
					this.knowsAnother |= type.equals(Calls.this.own);
				}

				@Override
				public void visitTypeInsn(int opcode, String type) {
					this.knowsAnother |= opcode == Opcodes.CHECKCAST && Calls.this.own.equals("L" + type + ";");
				}

				@Override
				public void visitMethodInsn(int opcode, String owner, String name, String called, boolean isInterface) {
					boolean toOwn = Calls.this.own.equals("L" + owner + ";");
					if (toOwn && !this.knowsAnother && Calls.this.targets.contains(name + called)) {
						Calls.this.calls.add(Calls.this.userClass.getName() + "." + caller + "() calls " + name + "()");
					}
					this.knowsAnother |= called.endsWith(")" + Calls.this.own);
				}

			};
		}

	}

}
