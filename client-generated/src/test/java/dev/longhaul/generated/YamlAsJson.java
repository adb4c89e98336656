package dev.longhaul.generated;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML as the JSON it stands for, with every number as it was written. */
final class YamlAsJson {
  private YamlAsJson() {}

  static JsonElement read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return json(new Yaml().compose(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement json(Node node) {
    if (node instanceof MappingNode mapping) {
      JsonObject object = new JsonObject();
      for (NodeTuple member : mapping.getValue()) {
        object.add(((ScalarNode) member.getKeyNode()).getValue(), json(member.getValueNode()));
      }
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      JsonArray array = new JsonArray();
      sequence.getValue().forEach(item -> array.add(json(item)));
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private static JsonElement scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JsonNull.INSTANCE;
    }
    if (tag.equals(Tag.BOOL)) {
      return new JsonPrimitive(Boolean.valueOf(scalar.getValue()));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return JsonParser.parseString(scalar.getValue());
    }
    if (tag.equals(Tag.TIMESTAMP)) {
      throw new IllegalStateException("Put quotes around the time " + scalar.getStartMark());
    }
    return new JsonPrimitive(scalar.getValue());
  }
}
