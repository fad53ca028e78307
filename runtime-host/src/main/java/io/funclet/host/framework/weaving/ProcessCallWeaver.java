package io.funclet.host.framework.weaving;

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
 * Guards what all function bundles of the process share. When a bundle's class is loaded, it redirects some calls of
 * Java to {@code framework.guard} (OSGi Core, chapter 56). {@code System.exit} and similar calls become a {@link
 * SecurityException}, as do calls that would take from others what Java has for all. {@code Runtime.addShutdownHook},
 * {@code Security.addProvider}, and setters such as {@code System.setOut} work, and the guard records whose call it
 * was. {@code System.load} loads a private copy of a file that others may load. {@code ServiceLoader.load} and {@code
 * DriverManager} find what the bundle sees. The guard learns what a {@code ClassValue} computes.
 *
 * <p>A security manager could prevent an exit only up to JDK 23, and warns on standard error from 17. Weaving does not
 * see calls by reflection or from native code.
 */
public final class ProcessCallWeaver implements WeavingHook {

    /** How the guard's package is exported; the attribute keeps it out of ordinary imports. */
    public static final String EXPORT = Exit.class.getPackageName() + ";funclet.guard=exit;mandatory:=funclet.guard";

    private static final String DYNAMIC_IMPORT = Exit.class.getPackageName() + ";funclet.guard=exit";

    @Override
    public void weave(WovenClass woven) {
        byte[] bytes = woven.getBytes();
        if (Log4jStartLock.isTakenBy(woven.getClassName())) {
            woven.setBytes(Log4jStartLock.removedFrom(bytes));
            return;
        }
        if (!GuardedCalls.mayBeIn(bytes)) {
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

    private static final class Guarding extends ClassVisitor {

        private boolean found;
        private boolean mayCallDynamically;
        private boolean isClassValue;
        private FileLoading fileLoading;

        Guarding(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
            mayCallDynamically = (version & 0xffff) >= Opcodes.V1_7;
            isClassValue = ClassValueCalls.CLASS_VALUE.equals(base);
            fileLoading = new FileLoading(version, access, name);
            super.visit(version, access, name, signature, base, interfaces);
        }

        @Override
        public void visitEnd() {
            fileLoading.write(cv);
            super.visitEnd();
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String methodDescriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, method, methodDescriptor, signature, exceptions);
            boolean isComputing = isClassValue && ClassValueCalls.isComputing(access, method, methodDescriptor);
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    if (isComputing) {
                        found = true;
                        ClassValueCalls.write(mv);
                    }
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                    if (ThreadCalls.write(mv, opcode, owner, name, descriptor)) {
                        found = true;
                        return;
                    }
                    Handle loading = fileLoading.standIn(owner, name, descriptor);
                    if (loading != null) {
                        found = true;
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                loading.getOwner(),
                                loading.getName(),
                                loading.getDesc(),
                                loading.isInterface());
                        return;
                    }
                    String guard = GuardedCalls.standIn(owner, name, descriptor);
                    if (GuardedCalls.needsDrivers(owner, name)) {
                        prepareDrivers();
                    }
                    Handle linker = mayCallDynamically ? GuardedCalls.linker(opcode, owner, name) : null;
                    if (guard != null) {
                        found = true;
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, guard, name, GuardedCalls.descriptor(owner, descriptor), false);
                    } else if (linker != null) {
                        found = true;
                        super.visitInvokeDynamicInsn(
                                name,
                                opcode == Opcodes.INVOKESTATIC
                                        ? descriptor
                                        : GuardedCalls.withObject(owner, descriptor),
                                linker,
                                GuardedCalls.arguments(linker, opcode, owner));
                    } else {
                        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                    }
                }

                /** Runs once, when this place is first reached, and does nothing later. */
                private void prepareDrivers() {
                    if (mayCallDynamically) {
                        found = true;
                        super.visitInvokeDynamicInsn("prepare", "()V", GuardedCalls.DRIVERS);
                    }
                }

                @Override
                public void visitMaxs(int maxStack, int maxLocals) {
                    // One more, for a thread factory; two for a class value.
                    super.visitMaxs(maxStack + (isComputing ? 2 : 1), maxLocals);
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String name, String descriptor, Handle bootstrap, Object... arguments) {
                    Object[] guarded = arguments.clone();
                    for (int i = 0; i < guarded.length; i++) {
                        if (guarded[i] instanceof Handle handle) {
                            Handle loading = fileLoading.standIn(handle.getOwner(), handle.getName(), handle.getDesc());
                            if (loading != null) {
                                found = true;
                                guarded[i] = loading;
                            }
                            String guard = GuardedCalls.standIn(handle.getOwner(), handle.getName(), handle.getDesc());
                            if (GuardedCalls.needsDrivers(handle.getOwner(), handle.getName())) {
                                prepareDrivers();
                            }
                            if (guard != null) {
                                found = true;
                                guarded[i] = new Handle(
                                        Opcodes.H_INVOKESTATIC,
                                        guard,
                                        handle.getName(),
                                        GuardedCalls.descriptor(handle.getOwner(), handle.getDesc()),
                                        false);
                            }
                        }
                    }
                    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, guarded);
                }
            };
        }
    }
}
