package io.llmcache.key;

import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * JSON trees: the order of an object's fields does not matter, numbers count by their
 * text, so that none loses digits.
 */
final class JsonForm implements Form {

	@Override
	public void write(Object value, Encoding encoding) {
		JsonNode node = (JsonNode) value;
		Feed feed = encoding.feed();
		if (node.isContainer()) {
			encoding.enter(node);
			writeContainer(node, encoding);
			encoding.leave();
		}
		else if (node.isString()) {
			feed.tag(Tag.JSON_TEXT);
			feed.text(node.stringValue());
		}
		else if (node.isNumber()) {
			feed.tag(Tag.JSON_NUMBER);
			feed.text(node.numberValue().toString());
		}
		else if (node.isBoolean()) {
			feed.tag(node.booleanValue() ? Tag.JSON_TRUE : Tag.JSON_FALSE);
		}
		else if (node.isBinary()) {
			feed.tag(Tag.JSON_BINARY);
			feed.bytes(node.binaryValue());
		}
		else if (node instanceof POJONode pojo) {
			feed.tag(Tag.JSON_VALUE);
			encoding.enter(node);
			encoding.write(pojo.getPojo());
			encoding.leave();
		}
		else {
			feed.tag(node.isNull() ? Tag.JSON_NULL : Tag.JSON_MISSING);
		}
	}

	private static void writeContainer(JsonNode node, Encoding encoding) {
		Feed feed = encoding.feed();
		if (node.isObject()) {
			feed.tag(Tag.JSON_OBJECT);
			Map<String, JsonNode> properties = new TreeMap<>();
			node.properties().forEach((property) -> properties.put(property.getKey(), property.getValue()));
			properties.forEach((name, property) -> {
				feed.text(name);
				encoding.write(property);
			});
		}
		else {
			feed.tag(Tag.JSON_ARRAY);
			node.values().forEach(encoding::write);
		}
		feed.tag(Tag.END);
	}

}
