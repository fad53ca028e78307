package io.funclet.host.jdk;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * Reads and writes private fields of the JDK and of the framework. An option of the JVM for that would disable its class data
 * archive, and reflection would put method handles together at each start. All methods throw a ReflectiveOperationException
 * if there is no such field. Any thread.
 */
public final class PrivateField {

    private PrivateField() {}

    /** The value of a static field. */
    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    public static Object read(Class<?> type, String name) throws ReflectiveOperationException {
        Unsafe memory = memory();
        Field field = type.getDeclaredField(name);
        return memory.getObject(memory.staticFieldBase(field), memory.staticFieldOffset(field));
    }

    /** The value of a field that the class declares. */
    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    public static Object read(Object object, Class<?> type, String name) throws ReflectiveOperationException {
        Unsafe memory = memory();
        return memory.getObject(object, memory.objectFieldOffset(type.getDeclaredField(name)));
    }

    /** Sets a field that the class declares, also a final one. */
    @SuppressWarnings({"deprecation", "removal"}) // for newer Javas
    public static void write(Object object, Class<?> type, String name, Object value)
            throws ReflectiveOperationException {
        Unsafe memory = memory();
        memory.putObjectVolatile(object, memory.objectFieldOffset(type.getDeclaredField(name)), value);
    }

    private static Unsafe memory() throws ReflectiveOperationException {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
    }
}
