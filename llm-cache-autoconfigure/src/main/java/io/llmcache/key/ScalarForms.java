package io.llmcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Forms of values that hold no others.
 */
final class ScalarForms {

	private static final Map<Class<?>, Form> FORMS = new HashMap<>();

	static {
		text(String.class, Function.identity());
		text(StringBuilder.class, StringBuilder::toString);
		text(StringBuffer.class, StringBuffer::toString);
		form(Boolean.class, (value, feed) -> feed.tag(value ? Tag.TRUE : Tag.FALSE));
		numbers();
		form(byte[].class, (value, feed) -> {
			feed.tag(Tag.BYTES);
			feed.bytes(value);
		});
		// The text of each of these tells all of the value, in the same words on every
		// JVM, locale and time zone.
		scalar(BigInteger.class, BigInteger::toString);
		scalar(BigDecimal.class, BigDecimal::toString);
		scalar(UUID.class, UUID::toString);
		scalar(URI.class, URI::toString);
		scalar(Locale.class, ScalarForms::locale);
		scalar(Currency.class, Currency::getCurrencyCode);
		scalar(Class.class, Class::getName);
		scalar(Date.class, (value) -> Long.toString(value.getTime()));
		dates();
	}

	private ScalarForms() {
	}

	private static void numbers() {
		form(Byte.class, (value, feed) -> {
			feed.tag(Tag.BYTE);
			feed.number(value.intValue());
		});
		form(Short.class, (value, feed) -> {
			feed.tag(Tag.SHORT);
			feed.number(value.intValue());
		});
		form(Integer.class, (value, feed) -> {
			feed.tag(Tag.INT);
			feed.number(value.intValue());
		});
		form(Long.class, (value, feed) -> {
			feed.tag(Tag.LONG);
			feed.number(value.longValue());
		});
		form(Character.class, (value, feed) -> {
			feed.tag(Tag.CHAR);
			feed.number((int) value);
		});
		// …ToIntBits and …ToLongBits know one NaN, and two zeros.
		form(Float.class, (value, feed) -> {
			feed.tag(Tag.FLOAT);
			feed.number(Float.floatToIntBits(value));
		});
		form(Double.class, (value, feed) -> {
			feed.tag(Tag.DOUBLE);
			feed.number(Double.doubleToLongBits(value));
		});
	}

	private static void dates() {
		scalar(Instant.class, Instant::toString);
		scalar(LocalDate.class, LocalDate::toString);
		scalar(LocalTime.class, LocalTime::toString);
		scalar(LocalDateTime.class, LocalDateTime::toString);
		scalar(OffsetTime.class, OffsetTime::toString);
		scalar(OffsetDateTime.class, OffsetDateTime::toString);
		scalar(ZonedDateTime.class, ZonedDateTime::toString);
		scalar(Year.class, Year::toString);
		scalar(YearMonth.class, YearMonth::toString);
		scalar(MonthDay.class, MonthDay::toString);
		scalar(Duration.class, Duration::toString);
		scalar(Period.class, Period::toString);
		scalar(ZoneId.class, ZoneId::getId);
	}

	/**
	 * The form of a class; null when it is not one of these.
	 */
	static @Nullable Form of(Class<?> type) {
		if (Enum.class.isAssignableFrom(type)) {
			return (type == Enum.class) ? null : ScalarForms::writeEnum;
		}
		// The classes of zones are not public.
		return FORMS.get(ZoneId.class.isAssignableFrom(type) ? ZoneId.class : type);
	}

	private static void writeEnum(Object value, Encoding encoding) {
		Enum<?> constant = (Enum<?>) value;
		Feed feed = encoding.feed();
		feed.tag(Tag.ENUM);
		feed.text(constant.getDeclaringClass().getName());
		feed.text(constant.name());
	}

	// toString leaves out a variant without a country, the language tag one that is
	// ill-formed.
	private static String locale(Locale locale) {
		StringBuilder text = new StringBuilder(
				String.join("/", locale.getLanguage(), locale.getScript(), locale.getCountry(), locale.getVariant()));
		for (Character key : new TreeSet<>(locale.getExtensionKeys())) {
			text.append('/').append(key).append('-').append(locale.getExtension(key));
		}
		return text.toString();
	}

	private static <T> void scalar(Class<T> type, Function<T, String> text) {
		form(type, (value, feed) -> {
			feed.tag(Tag.SCALAR);
			feed.text(type.getName());
			feed.text(text.apply(value));
		});
	}

	private static <T> void text(Class<T> type, Function<T, String> text) {
		form(type, (value, feed) -> feed.text(text.apply(value)));
	}

	private static <T> void form(Class<T> type, BiConsumer<T, Feed> writing) {
		FORMS.put(type, (value, encoding) -> writing.accept(type.cast(value), encoding.feed()));
	}

}
