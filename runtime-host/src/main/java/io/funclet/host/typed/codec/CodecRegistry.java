package io.funclet.host.typed.codec;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.gson.reflect.TypeToken;
import io.funclet.api.Payload;
import io.funclet.host.typed.json.JsonCodec;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The codecs of one typed function of one version. They go with it: nothing of a bundle is kept anywhere else. */
public final class CodecRegistry {

    private static final String ADVICE =
            " is not supported: declare a record, a class with one public constructor, an enum, a sealed interface of"
                    + " records, List, Set, Map, Optional, an array, String, a number, boolean, or a type of java.time";

    /** A generic record that contains itself with another argument has no end of types. */
    private static final int MOST_NESTED = 50;

    @GuardedBy("this")
    private final Map<Type, JsonCodec> codecs = new HashMap<>();

    @GuardedBy("this")
    private int nested;

    /**
     * The codec of a type.
     *
     * @param type has neither variables nor wildcards
     */
    public synchronized JsonCodec codec(Type type) throws UnsupportedTypeException {
        JsonCodec known = codecs.get(type);
        if (known != null) {
            return known;
        }
        Map<Type, JsonCodec> before = new HashMap<>(codecs);
        try {
            return codecOf(type);
        } catch (UnsupportedTypeException | RuntimeException | LinkageError incomplete) {
            codecs.clear();
            codecs.putAll(before);
            throw incomplete;
        }
    }

    @GuardedBy("this")
    private JsonCodec codecOf(Type type) throws UnsupportedTypeException {
        JsonCodec known = codecs.get(type);
        if (known != null) {
            return known;
        }
        if (nested == MOST_NESTED) {
            throw new UnsupportedTypeException("types are nested more than " + MOST_NESTED + " deep");
        }
        nested++;
        try {
            return newCodec(type);
        } finally {
            nested--;
        }
    }

    @GuardedBy("this")
    private JsonCodec newCodec(Type type) throws UnsupportedTypeException {
        Class<?> raw = rawOf(type);
        JsonCodec codec = javaType(type, raw);
        if (codec == null && raw.isSealed() && !ObjectType.isConcrete(raw)) {
            return sealed(raw);
        }
        if (codec == null) {
            return object(
                    type, ObjectType.of(raw).orElseThrow(() -> new UnsupportedTypeException(raw.getName() + ADVICE)));
        }
        codecs.put(type, codec);
        return codec;
    }

    private static Class<?> rawOf(Type type) throws UnsupportedTypeException {
        Class<?> raw = TypeToken.get(type).getRawType();
        if (type instanceof Class<?> && raw.getTypeParameters().length > 0) {
            String name = raw.getSimpleName();
            throw new UnsupportedTypeException("the raw type " + raw.getName()
                    + " says nothing about its content: declare " + name + "<"
                    + String.join(
                            ", ",
                            Stream.of(raw.getTypeParameters()).map(any -> "...").toList()) + ">");
        }
        return raw;
    }

    @GuardedBy("this")
    private JsonCodec javaType(Type type, Class<?> raw) throws UnsupportedTypeException {
        JsonCodec scalar = ScalarTypes.codec(raw);
        if (scalar != null) {
            return scalar;
        }
        if (type instanceof GenericArrayType array) {
            return array(array.getGenericComponentType());
        }
        if (raw.isArray()) {
            return array(raw.getComponentType());
        }
        if (raw == List.class || raw == Collection.class || raw == Iterable.class || raw == Set.class) {
            return new SequenceCodec(raw, codecOf(argument(type, 0)));
        }
        if (raw == Map.class) {
            return map(argument(type, 0), argument(type, 1));
        }
        if (raw == Optional.class) {
            JsonCodec content = codecOf(argument(type, 0));
            if (content.isOptional() || content.isNullable()) {
                throw new UnsupportedTypeException(type.getTypeName() + " says twice that there may be no value");
            }
            return OptionalCodec.of(content);
        }
        if (raw.isEnum()) {
            return EnumConstants.codec(raw);
        }
        if (raw == Object.class) {
            return new AnyCodec(this::codec);
        }
        return raw == Payload.class ? new RawCodec() : OptionalCodec.of(raw);
    }

    private static Type argument(Type type, int number) {
        return ((ParameterizedType) type).getActualTypeArguments()[number];
    }

    @GuardedBy("this")
    private JsonCodec array(Type component) throws UnsupportedTypeException {
        JsonCodec element = codecOf(component);
        return new SequenceCodec(TypeToken.get(component).getRawType().arrayType(), element);
    }

    @GuardedBy("this")
    private JsonCodec map(Type key, Type value) throws UnsupportedTypeException {
        if (codecOf(key) instanceof ScalarCodec scalar) {
            return new MapCodec(scalar, codecOf(value));
        }
        throw new UnsupportedTypeException(key.getTypeName()
                + " is no key of a map in JSON: declare String, an enum, a number, or a type of java.time");
    }

    @GuardedBy("this")
    private ObjectCodec object(Type type, ObjectType declared) throws UnsupportedTypeException {
        ObjectCodec codec = new ObjectCodec(declared.factory());
        codecs.put(type, codec);
        TypeArguments arguments = TypeArguments.of(type);
        for (ObjectType.Member member : declared.members()) {
            try {
                if (!codec.add(member, codecOf(arguments.resolve(member.type())))) {
                    throw new UnsupportedTypeException("another component has the name " + member.inJson());
                }
            } catch (UnsupportedTypeException unsupported) {
                throw unsupported.in("component " + member.name() + " of " + declared.words());
            }
        }
        return codec;
    }

    @GuardedBy("this")
    private JsonCodec sealed(Class<?> raw) throws UnsupportedTypeException {
        SealedInterface declared = SealedInterface.of(raw);
        SealedCodec codec = new SealedCodec(declared.discriminator());
        codecs.put(raw, codec);
        for (Map.Entry<String, Class<?>> permitted : declared.records().entrySet()) {
            ObjectCodec content = (ObjectCodec) codecOf(permitted.getValue());
            if (content.names().contains(declared.discriminator())) {
                throw declared.clash(permitted.getValue());
            }
            codec.add(permitted.getKey(), permitted.getValue(), content);
        }
        return codec;
    }
}
