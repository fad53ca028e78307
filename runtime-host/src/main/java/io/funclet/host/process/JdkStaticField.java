package io.funclet.host.process;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** Reads private fields of the JDK. An option of the JVM for that would disable its class data archive. */
final class JdkStaticField {

    private JdkStaticField() {}

    /** Throws a ReflectiveOperationException if this Java has no such field. */
    @SuppressWarnings("deprecation")
    static Object read(Class<?> type, String name) throws ReflectiveOperationException {
        Field unsafe = Unsafe.class.getDeclaredField("theUnsafe");
        unsafe.setAccessible(true);
        Unsafe memory = (Unsafe) unsafe.get(null);
        Field field = type.getDeclaredField(name);
        return memory.getObject(memory.staticFieldBase(field), memory.staticFieldOffset(field));
    }
}
