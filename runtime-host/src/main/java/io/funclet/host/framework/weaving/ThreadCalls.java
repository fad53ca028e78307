package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls that make threads: the guard records which bundle has made them. By the names in class files. */
final class ThreadCalls {

    static final String THREAD = "java/lang/Thread";
    static final String TIMER = "java/util/Timer";
    static final String POOL = "java/util/concurrent/ThreadPoolExecutor";
    static final String SCHEDULED_POOL = "java/util/concurrent/ScheduledThreadPoolExecutor";
    static final String CREATORS = Exit.class.getPackageName().replace('.', '/') + "/Creators";

    private static final String FACTORY = "Ljava/util/concurrent/ThreadFactory;";
    private static final String REJECTION = "Ljava/util/concurrent/RejectedExecutionHandler;";

    private ThreadCalls() {}

    /** Writes a call; returns whether it has, instead of the caller. */
    static boolean write(MethodVisitor next, int opcode, String owner, String name, String descriptor) {
        boolean isConstructor = opcode == Opcodes.INVOKESPECIAL && name.equals("<init>");
        if (owner.equals(THREAD) && name.equals("start") && descriptor.equals("()V")) {
            guard(next, "starting", "(L" + THREAD + ";)L" + THREAD + ";");
            next.visitMethodInsn(opcode, owner, name, descriptor, false);
            return true;
        }
        if (isConstructor && owner.equals(TIMER)) {
            next.visitMethodInsn(opcode, owner, name, descriptor, false);
            guard(next, "timer", "()V");
            return true;
        }
        boolean isPool = owner.equals(POOL) || owner.equals(SCHEDULED_POOL);
        if (isConstructor && isPool && !descriptor.contains(FACTORY)) {
            guard(next, "defaultThreadFactory", "()" + FACTORY);
            if (descriptor.contains(REJECTION)) {
                next.visitInsn(Opcodes.SWAP);
                next.visitMethodInsn(opcode, owner, name, descriptor.replace(REJECTION, FACTORY + REJECTION), false);
            } else {
                next.visitMethodInsn(opcode, owner, name, descriptor.replace(")", FACTORY + ")"), false);
            }
            return true;
        }
        return false;
    }

    private static void guard(MethodVisitor next, String name, String descriptor) {
        next.visitMethodInsn(Opcodes.INVOKESTATIC, CREATORS, name, descriptor, false);
    }
}
