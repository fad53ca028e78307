package io.funclet.host.cli.status;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Formats a message as JSON for programs, as Protobuf's own mapping does. But 64-bit numbers are numbers, because
 * counts here stay below 2^53, and durations are seconds as a number. It includes empty fields, and leaves out messages
 * that are not set. The text is ASCII, so that no encoding loses anything, and no name controls a terminal.
 */
public final class ProtobufJson {

    private static final double NANOS = 1e9;

    /** The first character to escape. */
    private static final char DELETE = 0x7f;

    private ProtobufJson() {}

    public static String of(Message message) {
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(object(message));
        // One unit of UTF-16 at a time, as JSON escapes them.
        return json.chars()
                .mapToObj(unit -> unit < DELETE ? Character.toString(unit) : String.format("\\u%04x", unit))
                .collect(Collectors.joining());
    }

    private static JsonElement object(MessageOrBuilder message) {
        if (message instanceof Timestamp time) {
            return new JsonPrimitive(
                    Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
        }
        if (message instanceof Duration duration) {
            return new JsonPrimitive(duration.getSeconds() + duration.getNanos() / NANOS);
        }
        JsonObject object = new JsonObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                object.add(field.getJsonName(), map((List<?>) message.getField(field)));
            } else if (field.isRepeated()) {
                JsonArray array = new JsonArray();
                ((List<?>) message.getField(field)).forEach(element -> array.add(value(element)));
                object.add(field.getJsonName(), array);
            } else if (!field.hasPresence() || message.hasField(field)) {
                object.add(field.getJsonName(), value(message.getField(field)));
            }
        }
        return object;
    }

    /** A map is a list of messages of two fields. */
    private static JsonObject map(List<?> entries) {
        JsonObject object = new JsonObject();
        for (Object entry : entries) {
            Message pair = (Message) entry;
            List<FieldDescriptor> fields = pair.getDescriptorForType().getFields();
            object.add(pair.getField(fields.get(0)).toString(), value(pair.getField(fields.get(1))));
        }
        return object;
    }

    private static JsonElement value(Object value) {
        if (value instanceof Message message) {
            return object(message);
        }
        if (value instanceof EnumValueDescriptor constant) {
            return new JsonPrimitive(constant.getName());
        }
        return value instanceof Number number ? new JsonPrimitive(number) : new JsonPrimitive(value.toString());
    }
}
