package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Calls that load a native library by its path, in one class. They go to a method that is added to the class, and that loads
 * the file which the guard names. So the class itself still calls Java, which binds the library to its class loader. The same
 * method serves for {@code System::load} and {@code Runtime::load}.
 */
final class FileLoading {

    private static final String NAME = "funclet$load";
    private static final String PATH = "(Ljava/lang/String;)V";
    private static final String FILES = Exit.class.getPackageName().replace('.', '/') + "/NativeFiles";

    private final Set<String> owners = new TreeSet<>();
    private final String className;
    private final boolean isInterface;

    /** Interfaces have had such methods since Java 8. */
    private final boolean mayHaveMethods;

    FileLoading(int version, int access, String className) {
        this.className = className;
        this.isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        this.mayHaveMethods = !isInterface || (version & 0xffff) >= Opcodes.V1_8;
    }

    /** Returns what is called or referred to in place of a method; {@code null} if that stays. */
    Handle standIn(String owner, String name, String descriptor) {
        if (!name.equals("load") || !descriptor.equals(PATH) || !GuardedCalls.loadsFiles(owner) || !mayHaveMethods) {
            return null;
        }
        owners.add(owner);
        return new Handle(Opcodes.H_INVOKESTATIC, className, NAME, descriptor(owner), isInterface);
    }

    private static String descriptor(String owner) {
        return GuardedCalls.descriptor(owner, PATH);
    }

    /** Adds the methods that stand in. */
    void write(ClassVisitor next) {
        for (String owner : owners) {
            boolean isStatic = descriptor(owner).equals(PATH);
            MethodVisitor method = next.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                    NAME,
                    descriptor(owner),
                    null,
                    null);
            method.visitCode();
            if (!isStatic) {
                method.visitVarInsn(Opcodes.ALOAD, 0);
            }
            method.visitVarInsn(Opcodes.ALOAD, isStatic ? 0 : 1);
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, FILES, "path", "(Ljava/lang/String;)Ljava/lang/String;", false);
            method.visitMethodInsn(isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL, owner, "load", PATH, false);
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(isStatic ? 1 : 2, isStatic ? 1 : 2);
            method.visitEnd();
        }
    }
}
