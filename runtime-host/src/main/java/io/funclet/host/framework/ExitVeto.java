package io.funclet.host.framework;

import io.funclet.host.framework.guard.Exit;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Stands between function bundles and what there is one of for the whole process, which they share with others: when a
 * class of theirs is loaded, some calls of Java become calls of {@code framework.guard} (OSGi Core, chapter 56). Those of
 * {@code System.exit} and its like become a {@link SecurityException}; those of {@code Runtime.addShutdownHook}, of
 * {@code Security.addProvider}, and of setters such as {@code System.setOut}, are done, and it is noted whose they were.
 *
 * <p>By weaving, because a security manager can keep a function from an exit up to JDK 23 only, and warns on standard error
 * already on 17. Calls by reflection, and from native code, are not seen.
 */
public final class ExitVeto implements WeavingHook {

    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String LOCALE = "java/util/Locale";
    private static final String TIME_ZONE = "java/util/TimeZone";
    private static final String SECURITY = "java/security/Security";

    // By name: they are not loaded before code of a bundle calls them.
    private static final String GUARD = Exit.class.getPackageName().replace('.', '/') + "/";
    private static final String EXIT = GUARD + "Exit";
    private static final String HOOKS = GUARD + "Hooks";
    private static final String SETTINGS = GUARD + "Settings";
    private static final String PROVIDERS = GUARD + "Providers";

    private static final ByteWords OWNERS = new ByteWords(SYSTEM, RUNTIME, LOCALE, TIME_ZONE, SECURITY);

    private static final ByteWords METHODS = new ByteWords(
            "exit",
            "halt",
            "addShutdownHook",
            "setOut",
            "setErr",
            "setIn",
            "setProperties",
            "setDefault",
            "addProvider",
            "insertProviderAt",
            "removeProvider");

    /** How the package of the guard is exported; the attribute keeps it out of everybody's ordinary imports. */
    static final String EXPORT = Exit.class.getPackageName() + ";funclet.guard=exit;mandatory:=funclet.guard";

    private static final String DYNAMIC_IMPORT = Exit.class.getPackageName() + ";funclet.guard=exit";

    @Override
    public void weave(WovenClass woven) {
        byte[] bytes = woven.getBytes();
        // Whether the names occur at all: almost no class has them, and the others are spared the parsing.
        if (!OWNERS.isAnyIn(bytes) || !METHODS.isAnyIn(bytes)) {
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

    /** The class whose method of the same name stands in for one; {@code null} if it is as it was. */
    private static String guard(String owner, String name) {
        return switch (owner) {
            case RUNTIME ->
                switch (name) {
                    case "exit", "halt" -> EXIT;
                    case "addShutdownHook" -> HOOKS;
                    default -> null;
                };
            case SYSTEM ->
                switch (name) {
                    case "exit" -> EXIT;
                    case "setOut", "setErr", "setIn", "setProperties" -> SETTINGS;
                    default -> null;
                };
            case LOCALE, TIME_ZONE -> name.equals("setDefault") ? SETTINGS : null;
            case SECURITY ->
                switch (name) {
                    case "addProvider", "insertProviderAt", "removeProvider" -> PROVIDERS;
                    default -> null;
                };
            default -> null;
        };
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
