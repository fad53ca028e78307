package io.funclet.host.typed.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An object with the components of a record as its members, or those of another {@link ObjectType}. */
final class ObjectCodec extends JsonCodec {

    private record Member(ObjectType.Member declared, JsonCodec codec) {

        String name() {
            return declared.inJson();
        }
    }

    /** What Kotlin says if there is no value, and its type has no null. */
    private static final Pattern KOTLIN_NULL =
            Pattern.compile("Parameter specified as non-null is null: .*, parameter (\\S+)");

    private final ObjectType.Factory factory;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** It is complete when all members are added: one may be of the same type. */
    ObjectCodec(ObjectType.Factory factory) {
        super("an object");
        this.factory = factory;
    }

    /** Adds the next member. Returns whether its name is new. */
    boolean add(ObjectType.Member declared, JsonCodec codec) {
        members.add(new Member(declared, codec));
        return places.put(declared.inJson(), members.size() - 1) == null;
    }

    Set<String> names() {
        return places.keySet();
    }

    @Override
    public Object readValue(JsonReader in) throws IOException {
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
        return construct(values, read);
    }

    private static Object absent(Member member) throws JsonFault {
        try {
            return member.codec.ofAbsent();
        } catch (JsonFault fault) {
            throw fault.inMember(member.name());
        }
    }

    /** What a constructor throws is what it says about the event. */
    private Object construct(Object[] values, boolean[] read) throws JsonFault {
        try {
            return factory.make(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            Matcher kotlin =
                    KOTLIN_NULL.matcher(String.valueOf(thrown.getCause().getMessage()));
            for (int at = 0; at < values.length && kotlin.matches(); at++) {
                Member member = members.get(at);
                if (values[at] == null && member.declared.name().equals(kotlin.group(1))) {
                    throw noValue(member, read[at]).inMember(member.name());
                }
            }
            throw new JsonFault(words(thrown.getCause()), thrown.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonFault noValue(Member member, boolean isNull) {
        return isNull ? JsonFault.expected(member.codec.name(), "null") : new JsonFault("missing");
    }

    @Override
    public void writeValue(JsonWriter out, Object value) throws IOException {
        out.beginObject();
        writeMembers(out, value);
        out.endObject();
    }

    void writeMembers(JsonWriter out, Object value) throws IOException {
        for (Member member : members) {
            try {
                Object content = member.declared.accessor().invoke(value);
                if (!member.codec.isLeftOut(content)) {
                    out.name(member.name());
                    member.codec.write(out, content);
                }
            } catch (JsonFault fault) {
                throw fault.inMember(member.name());
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof Error error) {
                    throw error;
                }
                throw new JsonFault(words(thrown.getCause()), thrown.getCause()).inMember(member.name());
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
