package io.funclet.host.typed.codec;

import io.funclet.api.JsonName;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A class whose constructor says all that an object needs: a record, or a class with a method for each parameter, as a data
 * class of Kotlin. Or an {@code object} of Kotlin, which needs nothing.
 *
 * @param words what it is
 * @param members in the order of the parameters
 */
record ObjectType(String words, Factory factory, List<Member> members) {

    /** Makes an object of the values of all members. */
    interface Factory {
        Object make(Object[] values) throws ReflectiveOperationException;
    }

    /**
     * A component or a parameter.
     *
     * @param inJson its name in JSON
     * @param type may have variables of the class
     */
    record Member(String name, String inJson, Type type, Method accessor) {

        private static Member of(String name, AnnotatedElement annotated, Type type, Method accessor) {
            accessor.setAccessible(true);
            JsonName other = annotated.getAnnotation(JsonName.class);
            return new Member(name, other == null ? name : other.value(), type, accessor);
        }
    }

    /** Empty if the class is of another kind, or one of Java. */
    static Optional<ObjectType> of(Class<?> type) throws UnsupportedTypeException {
        if (type.isRecord()) {
            return ofRecord(type);
        }
        if (!isConcrete(type) || type.isEnum() || type.getModule().isNamed()) {
            return Optional.empty();
        }
        Optional<Field> single = instance(type);
        return single.isPresent() ? single.map(field -> ofObject(type, field)) : ofClass(type);
    }

    static boolean isConcrete(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers());
    }

    private static Optional<ObjectType> ofRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("each record has one", e);
        }
        // Neither the record nor its package need be public. Those of Java itself are closed.
        if (!constructor.trySetAccessible()) {
            return Optional.empty();
        }
        List<Member> members = Stream.of(components)
                .map(component ->
                        Member.of(component.getName(), component, component.getGenericType(), component.getAccessor()))
                .toList();
        return Optional.of(new ObjectType("record " + type.getName(), constructor::newInstance, members));
    }

    /** The only object of a Kotlin {@code object}. */
    private static Optional<Field> instance(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> field.getName().equals("INSTANCE") && field.getType() == type)
                .filter(field -> Modifier.isStatic(field.getModifiers()) && type.getConstructors().length == 0)
                .findFirst();
    }

    private static ObjectType ofObject(Class<?> type, Field instance) {
        instance.setAccessible(true);
        return new ObjectType("object " + type.getName(), values -> instance.get(null), List.of());
    }

    private static Optional<ObjectType> ofClass(Class<?> type) throws UnsupportedTypeException {
        // Kotlin makes one without parameters, too, if each has a default value.
        List<Constructor<?>> constructors = Stream.of(type.getConstructors())
                .filter(each -> each.getParameterCount() > 0 && !each.isSynthetic())
                .toList();
        if (constructors.size() != 1) {
            return Optional.empty();
        }
        Constructor<?> constructor = constructors.get(0);
        // It may be a public one of a class that is not.
        constructor.setAccessible(true);
        List<Member> members = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            if (!parameter.isNamePresent()) {
                throw new UnsupportedTypeException("the constructor of class " + type.getName()
                        + " does not tell the names of its parameters: compile it with -parameters (javac) or"
                        + " -java-parameters (kotlinc), or declare a record");
            }
            members.add(Member.of(
                    parameter.getName(),
                    annotated(type, parameter),
                    parameter.getParameterizedType(),
                    accessor(type, parameter)));
        }
        return Optional.of(new ObjectType("class " + type.getName(), constructor::newInstance, members));
    }

    /** Where the annotations are: languages put them at the parameter or at the field. */
    private static AnnotatedElement annotated(Class<?> type, Parameter parameter) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> field.getName().equals(parameter.getName()))
                .filter(field -> field.isAnnotationPresent(JsonName.class))
                .<AnnotatedElement>map(field -> field)
                .findFirst()
                .orElse(parameter);
    }

    private static Method accessor(Class<?> type, Parameter parameter) throws UnsupportedTypeException {
        String name = parameter.getName();
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return Stream.of(name, "get" + capital, "is" + capital)
                .flatMap(each -> Stream.of(type.getMethods())
                        .filter(method -> method.getName().equals(each) && method.getParameterCount() == 0))
                .filter(method -> method.getReturnType() == parameter.getType())
                .findFirst()
                .orElseThrow(() -> new UnsupportedTypeException("class " + type.getName() + " has no public method "
                        + name + "() or get" + capital + "() that returns the parameter " + name
                        + " of its constructor: add one, or declare a record"));
    }
}
