package org.truckee.wire.introducer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;

/** What a subscriber says of itself ({@code spec/07 §3.1}). */
record SubscriberInfo(String nickname, String version) {
  private static final String OLDEST = "1.0.0";
  private static final int MAX_LENGTH = 200;

  static Value toValue(String nickname, String version) {
    Map<Value, Value> info = new LinkedHashMap<>();
    info.put(Value.bytes("version"), Value.of(0));
    info.put(Value.bytes("nickname"), Value.text(nickname));
    info.put(Value.bytes("app-versions"), Value.list());
    info.put(Value.bytes("my-version"), Value.text(version));
    info.put(Value.bytes("oldest-supported"), Value.text(OLDEST));
    return Value.dict(info);
  }

  /** As it came; what is missing or odd is empty text. */
  static SubscriberInfo of(Map<Value, Value> info) {
    return new SubscriberInfo(text(info, "nickname"), text(info, "my-version"));
  }

  private static String text(Map<Value, Value> info, String key) {
    Value value = info.getOrDefault(Value.bytes(key), info.get(Value.text(key)));
    String text =
        switch (value) {
          case Value.Text found -> found.value();
          case Bytes found -> new String(found.array(), StandardCharsets.UTF_8);
          case null, default -> "";
        };
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
  }
}
