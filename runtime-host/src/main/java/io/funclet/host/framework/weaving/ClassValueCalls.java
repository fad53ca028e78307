package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What Java calls in a bundle's {@code ClassValue}: the guard records the class that it is for. By the names in class files. */
final class ClassValueCalls {

    static final String CLASS_VALUE = "java/lang/ClassValue";

    private static final String GUARD = Exit.class.getPackageName().replace('.', '/') + "/ClassValues";

    private ClassValueCalls() {}

    /** Whether it is the method that Java calls; another one of the name, if it has a narrower result, is called by it. */
    static boolean isComputing(int access, String name, String descriptor) {
        return (access & Opcodes.ACC_STATIC) == 0
                && name.equals("computeValue")
                && descriptor.equals("(Ljava/lang/Class;)Ljava/lang/Object;");
    }

    /** Writes the beginning of the method. */
    static void write(MethodVisitor next) {
        next.visitVarInsn(Opcodes.ALOAD, 0);
        next.visitVarInsn(Opcodes.ALOAD, 1);
        next.visitMethodInsn(
                Opcodes.INVOKESTATIC, GUARD, "computing", "(L" + CLASS_VALUE + ";Ljava/lang/Class;)V", false);
    }
}
