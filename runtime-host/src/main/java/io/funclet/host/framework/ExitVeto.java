package io.funclet.host.framework;

import io.funclet.host.framework.guard.Exit;
import io.funclet.host.framework.guard.Hooks;
import java.nio.charset.StandardCharsets;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Keeps functions from ending the process that they share with others: calls of {@code System.exit} and its like become
 * a {@link SecurityException} when a class of a function bundle is loaded (OSGi Core, chapter 56).
 *
 * <p>By weaving, because a security manager can do it up to JDK 23 only, and warns on standard error already on 17. Calls
 * by reflection, and from native code, are not seen.
 *
 * <p>{@code Runtime.addShutdownHook} is done, and noted by {@link Hooks}.
 */
public final class ExitVeto implements WeavingHook {

    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String EXIT = Exit.class.getName().replace('.', '/');
    private static final String HOOKS = Hooks.class.getName().replace('.', '/');
    private static final String ADD_HOOK = "addShutdownHook";

    /** How the package of the guard is exported; the attribute keeps it out of everybody's ordinary imports. */
    static final String EXPORT = Exit.class.getPackageName() + ";funclet.guard=exit;mandatory:=funclet.guard";

    private static final String DYNAMIC_IMPORT = Exit.class.getPackageName() + ";funclet.guard=exit";

    @Override
    public void weave(WovenClass woven) {
        byte[] bytes = woven.getBytes();
        if (!mayNeedGuard(bytes)) {
            return;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        Guarding guarding = new Guarding(writer);
        reader.accept(guarding, 0);
        if (guarding.found) {
            woven.setBytes(writer.toByteArray());
            woven.getDynamicImports().add(DYNAMIC_IMPORT);
        }
    }

    /** Whether the names occur at all: almost no class has them, and the others are spared the parsing. */
    private static boolean mayNeedGuard(byte[] bytes) {
        return (contains(bytes, SYSTEM) || contains(bytes, RUNTIME))
                && (contains(bytes, "exit") || contains(bytes, "halt") || contains(bytes, ADD_HOOK));
    }

    private static boolean contains(byte[] bytes, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            int i = 0;
            while (i < wanted.length && bytes[at + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    /** The class whose method of the same name stands in for one; {@code null} if it is as it was. */
    private static String guard(String owner, String name) {
        if (owner.equals(RUNTIME) && name.equals(ADD_HOOK)) {
            return HOOKS;
        }
        boolean exits = owner.equals(SYSTEM) && name.equals("exit")
                || owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt"));
        return exits ? EXIT : null;
    }

    /** The guard's methods are static; what was the object of the call becomes the first argument, as on the stack. */
    private static String guardDescriptor(String owner, String descriptor) {
        return owner.equals(RUNTIME) ? "(L" + RUNTIME + ";" + descriptor.substring(1) : descriptor;
    }

    private static final class Guarding extends ClassVisitor {

        private boolean found;

        Guarding(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String methodDescriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, method, methodDescriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                    String guard = guard(owner, name);
                    if (guard != null) {
                        found = true;
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, guard, name, guardDescriptor(owner, descriptor), false);
                    } else {
                        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                    }
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String name, String descriptor, Handle bootstrap, Object... arguments) {
                    Object[] guarded = arguments.clone();
                    for (int i = 0; i < guarded.length; i++) {
                        if (guarded[i] instanceof Handle handle && guard(handle.getOwner(), handle.getName()) != null) {
                            found = true;
                            guarded[i] = new Handle(
                                    Opcodes.H_INVOKESTATIC,
                                    guard(handle.getOwner(), handle.getName()),
                                    handle.getName(),
                                    guardDescriptor(handle.getOwner(), handle.getDesc()),
                                    false);
                        }
                    }
                    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, guarded);
                }
            };
        }
    }
}
