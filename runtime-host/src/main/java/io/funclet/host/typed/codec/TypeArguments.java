package io.funclet.host.typed.codec;

import com.google.gson.reflect.TypeToken;
import io.funclet.api.TypedFunction;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/** What type variables stand for. */
public final class TypeArguments {

    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    /** Of a type such as {@code Box<String>}. */
    public static TypeArguments of(Type type) {
        TypeArguments all = new TypeArguments();
        all.add(type);
        return all;
    }

    /** Of all generic types that a class extends or implements. */
    public static TypeArguments ofFunction(Class<?> type) {
        TypeArguments all = new TypeArguments();
        all.addSupertypes(type);
        return all;
    }

    private void addSupertypes(Class<?> type) {
        if (type.getGenericSuperclass() != null) {
            add(type.getGenericSuperclass());
            addSupertypes(type.getSuperclass());
        }
        for (Type implemented : type.getGenericInterfaces()) {
            add(implemented);
            addSupertypes(raw(implemented));
        }
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] values = parameterized.getActualTypeArguments();
            TypeVariable<?>[] variables = raw(type).getTypeParameters();
            for (int at = 0; at < values.length; at++) {
                arguments.put(variables[at], values[at]);
            }
        }
    }

    public static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    /** The type of the event, as number 0, or of the response, as number 1. */
    public Type ofFunction(int number) throws UnsupportedTypeException {
        return resolve(TypedFunction.class.getTypeParameters()[number]);
    }

    /** The type without variables and wildcards. */
    public Type resolve(Type type) throws UnsupportedTypeException {
        if (type instanceof TypeVariable<?> variable) {
            Type value = arguments.get(variable);
            if (value == null || value.equals(variable)) {
                throw new UnsupportedTypeException("the type of " + variable + " in "
                        + variable.getGenericDeclaration()
                        + " is not known: name it where the class is declared (a lambda or a raw type names none)");
            }
            return resolve(value);
        }
        if (type instanceof WildcardType wildcard) {
            return resolve(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return TypeToken.getArray(resolve(array.getGenericComponentType())).getType();
        }
        if (type instanceof ParameterizedType parameterized) {
            Type[] values = parameterized.getActualTypeArguments().clone();
            for (int at = 0; at < values.length; at++) {
                values[at] = resolve(values[at]);
            }
            return TypeToken.getParameterized(parameterized.getRawType(), values)
                    .getType();
        }
        return type;
    }
}
