package io.llmcache.sample.model;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;

/**
 * The replies of the demo model, one for each intent of the data.
 */
final class Replies {

	private Replies() {
	}

	static Map<String, String> read() {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(new ClassPathResource("data/replies.yml"));
		Map<String, String> replies = new LinkedHashMap<>();
		Map<String, Object> read = yaml.getObject();
		if (read != null) {
			read.forEach((intent, reply) -> replies.put(intent, reply.toString().strip()));
		}
		return replies;
	}

}
