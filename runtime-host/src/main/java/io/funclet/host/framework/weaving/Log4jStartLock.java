package io.funclet.host.framework.weaving;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The activator of Log4j's API takes a lock at its start, and gives it back when the bundle of a logging implementation has
 * started. Until then, each caller of Log4j waits. The lock belongs to a thread, but here each bundle starts on a thread of
 * its own, so it could never be given back. It is not needed, because the API finds implementations by {@code ServiceLoader},
 * and is deployed anew when one comes later.
 */
final class Log4jStartLock {

    /** The class that takes it. */
    static final String ACTIVATOR = "org.apache.logging.log4j.util.Activator";

    private static final String LOCK = "java/util/concurrent/locks/Lock";

    private Log4jStartLock() {}

    /** The class file without the calls of the lock. */
    static byte[] removedFrom(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String method, String descriptor, String signature, String[] exceptions) {
                        return withoutLock(super.visitMethod(access, method, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static MethodVisitor withoutLock(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                if (owner.equals(LOCK) && descriptor.equals(Type.getMethodDescriptor(Type.VOID_TYPE))) {
                    // Instead of the call, drops the lock from the stack.
                    super.visitInsn(Opcodes.POP);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                }
            }
        };
    }
}
