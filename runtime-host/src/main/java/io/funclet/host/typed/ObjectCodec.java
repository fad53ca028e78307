package io.funclet.host.typed;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An object with the components of a record as its members. */
final class RecordCodec extends JsonCodec {

    private record Member(String name, JsonCodec codec, Method accessor) {}

    private final Constructor<?> constructor;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** It is complete when all components are added: a component may be of the same type. */
    RecordCodec(Constructor<?> constructor) {
        super("an object");
        this.constructor = constructor;
    }

    /** Adds the next component. Returns whether its name is new. */
    boolean add(String name, JsonCodec codec, Method accessor) {
        members.add(new Member(name, codec, accessor));
        return places.put(name, members.size() - 1) == null;
    }

    Set<String> names() {
        return places.keySet();
    }

    @Override
    Object readValue(JsonReader in) throws IOException {
        expect(in, JsonToken.BEGIN_OBJECT);
        in.beginObject();
        return readMembers(in, null);
    }

    /**
     * Reads the rest of an object.
     *
     * @param known a member that has been read already; {@code null} if none has
     */
    Object readMembers(JsonReader in, String known) throws IOException {
        Object[] values = new Object[members.size()];
        boolean[] read = new boolean[values.length];
        while (in.hasNext()) {
            String name = in.nextName();
            Integer place = places.get(name);
            try {
                if (place == null ? name.equals(known) : read[place]) {
                    throw new JsonFault("is there twice");
                }
                if (place == null) {
                    in.skipValue();
                } else {
                    read[place] = true;
                    values[place] = members.get(place).codec.read(in);
                }
            } catch (JsonFault fault) {
                throw fault.inMember(name);
            }
        }
        in.endObject();
        for (int at = 0; at < values.length; at++) {
            if (!read[at]) {
                values[at] = absent(members.get(at));
            }
        }
        return construct(values);
    }

    private static Object absent(Member member) throws JsonFault {
        try {
            return member.codec.ofAbsent();
        } catch (JsonFault fault) {
            throw fault.inMember(member.name);
        }
    }

    /** What a constructor throws is what it says about the event. */
    private Object construct(Object[] values) throws JsonFault {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new JsonFault(words(thrown.getCause()), thrown.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void writeValue(JsonWriter out, Object value) throws IOException {
        out.beginObject();
        writeMembers(out, value);
        out.endObject();
    }

    void writeMembers(JsonWriter out, Object value) throws IOException {
        for (Member member : members) {
            try {
                Object content = member.accessor.invoke(value);
                if (!member.codec.isLeftOut(content)) {
                    out.name(member.name);
                    member.codec.write(out, content);
                }
            } catch (JsonFault fault) {
                throw fault.inMember(member.name);
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof Error error) {
                    throw error;
                }
                throw new JsonFault(words(thrown.getCause()), thrown.getCause()).inMember(member.name);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        boolean isForPeople = thrown instanceof IllegalArgumentException && message != null;
        return isForPeople ? message : thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
