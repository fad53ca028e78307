package io.funclet.host.typed.codec;

import io.funclet.api.JsonDiscriminator;
import io.funclet.api.JsonName;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sealed interface declares.
 *
 * @param discriminator the member that tells its records apart
 * @param records by the value of that member
 */
record SealedInterface(Class<?> type, String discriminator, Map<String, Class<?>> records) {

    private static final String DEFAULT_DISCRIMINATOR = "type";

    static SealedInterface of(Class<?> type) throws UnsupportedTypeException {
        JsonDiscriminator other = type.getAnnotation(JsonDiscriminator.class);
        SealedInterface declared =
                new SealedInterface(type, other == null ? DEFAULT_DISCRIMINATOR : other.value(), new LinkedHashMap<>());
        declared.addPermitted(type);
        return declared;
    }

    private void addPermitted(Class<?> sealed) throws UnsupportedTypeException {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed() && !ObjectType.isConcrete(permitted) && !permitted.isEnum()) {
                addPermitted(permitted);
            } else {
                addRecord(permitted);
            }
        }
    }

    private void addRecord(Class<?> permitted) throws UnsupportedTypeException {
        boolean isPlain = Modifier.isFinal(permitted.getModifiers()) && permitted.getTypeParameters().length == 0;
        if (!isPlain || ObjectType.of(permitted).isEmpty()) {
            throw fault(permitted.getName() + " is no plain record: declare a record without type parameters");
        }
        JsonName other = permitted.getAnnotation(JsonName.class);
        String name = other == null ? permitted.getSimpleName() : other.value();
        Class<?> before = records.put(name, permitted);
        // A record may implement several of the interfaces.
        if (before != null && before != permitted) {
            throw fault("two records have the name " + name + ": give one a @JsonName");
        }
    }

    /** About a record that has the discriminator as a component. */
    UnsupportedTypeException clash(Class<?> permitted) {
        return fault("its record " + permitted.getName() + " has a component " + discriminator
                + ", which tells the records apart: give the interface a @JsonDiscriminator");
    }

    private UnsupportedTypeException fault(String words) {
        return new UnsupportedTypeException(words)
                .in("sealed " + (type.isInterface() ? "interface " : "class ") + type.getName());
    }
}
