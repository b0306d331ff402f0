package org.truckee.firstgen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An object of the vectors that remembers which of its fields somebody has looked at. */
@SuppressWarnings("unchecked") // What the superclass overrides is generic above it.
final class WatchedNode extends ObjectNode {
  private static final long serialVersionUID = 1L;

  /** Fields that explain others to people. */
  private static final Set<String> EXPLANATIONS = Set.of("leaf_rule", "note");

  private final transient Set<String> read = ConcurrentHashMap.newKeySet();

  private WatchedNode(JsonNodeFactory factory) {
    super(factory);
  }

  /** Makes such objects. */
  static final class Factory extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public ObjectNode objectNode() {
      return new WatchedNode(this);
    }
  }

  @Override
  public JsonNode get(String field) {
    read.add(field);
    return super.get(field);
  }

  @Override
  public JsonNode path(String field) {
    read.add(field);
    return super.path(field);
  }

  /** Whether there is a field says nothing of what is in it. */
  @Override
  public boolean has(String field) {
    return _children.containsKey(field);
  }

  /** Whoever walks through all fields has looked at all of them. */
  @Override
  public Set<Map.Entry<String, JsonNode>> properties() {
    fieldNames().forEachRemaining(read::add);
    return super.properties();
  }

  /** Adds the paths of all fields below a node that nobody has looked at. */
  static void collectUnread(String path, JsonNode node, List<String> unread) {
    if (node instanceof WatchedNode object) {
      for (Map.Entry<String, JsonNode> field : object._children.entrySet()) {
        String below = path + "/" + field.getKey();
        if (!EXPLANATIONS.contains(field.getKey())) {
          if (object.read.contains(field.getKey())) {
            collectUnread(below, field.getValue(), unread);
          } else {
            unread.add(below);
          }
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collectUnread(path + "/" + i, node.get(i), unread);
      }
    }
  }
}
