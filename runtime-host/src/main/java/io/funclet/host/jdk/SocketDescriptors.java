package io.funclet.host.jdk;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * File descriptors of listening sockets. Java has an interface for descriptor 0 alone, {@link System#inheritedChannel}, and
 * such a channel sends standard error to nowhere when it is closed. So this uses private methods of the JDK. All methods throw
 * an IOException if the system rejects it, or if this Java has no such method. Any thread.
 */
public final class SocketDescriptors {

    /** The numbers by which {@code sun.nio.ch.InheritedChannel} tells what a descriptor is. */
    private static final int IPV4 = 1;

    private static final int IPV6 = 2;
    private static final int STREAM = 1;

    private final Lookup lookup;
    private final Class<?> inherited;

    private SocketDescriptors(Lookup lookup, Class<?> inherited) {
        this.lookup = lookup;
        this.inherited = inherited;
    }

    /** Throws unless this Java has the private methods. */
    public static SocketDescriptors ofThisJava() throws IOException {
        try {
            Lookup lookup = (Lookup) PrivateField.read(Lookup.class, "IMPL_LOOKUP");
            return new SocketDescriptors(lookup, Class.forName("sun.nio.ch.InheritedChannel"));
        } catch (ReflectiveOperationException | RuntimeException different) {
            throw unsuitable(different);
        }
    }

    /** The number of the channel's descriptor. */
    public int number(ServerSocketChannel channel) throws IOException {
        return invoke(() -> (int)
                lookup.findVirtual(Class.forName("sun.nio.ch.SelChImpl"), "getFDVal", MethodType.methodType(int.class))
                        .invoke(channel));
    }

    /** A new descriptor for the same as this one. Processes that Java starts do not inherit it. */
    public int duplicate(int number) throws IOException {
        return invoke(() -> (int) method("dup", int.class, int.class).invokeExact(number));
    }

    /** Has the second descriptor stand for what the first one stands for. */
    public void replace(int number, int replaced) throws IOException {
        invoke(() -> {
            method("dup2", void.class, int.class, int.class).invokeExact(number, replaced);
            return 0;
        });
    }

    public void close(int number) throws IOException {
        invoke(() -> {
            method("close0", void.class, int.class).invokeExact(number);
            return 0;
        });
    }

    /** A channel on the bound TCP socket of this descriptor, which is closed with the channel. */
    public ServerSocketChannel channel(int number) throws IOException {
        return invoke(() -> {
            int family = (int) method("addressFamily", int.class, int.class).invokeExact(number);
            int type = (int) method("soType0", int.class, int.class).invokeExact(number);
            if (family != IPV4 && family != IPV6 || type != STREAM) {
                throw new IOException("file descriptor " + number + " is no TCP socket");
            }
            Class<?> channels = Class.forName("sun.nio.ch.ServerSocketChannelImpl");
            FileDescriptor descriptor = (FileDescriptor) lookup.findStatic(
                            Class.forName("sun.nio.ch.IOUtil"),
                            "newFD",
                            MethodType.methodType(FileDescriptor.class, int.class))
                    .invokeExact(number);
            ProtocolFamily protocol = family == IPV6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
            return (ServerSocketChannel) lookup.findConstructor(
                            channels,
                            MethodType.methodType(
                                    void.class,
                                    SelectorProvider.class,
                                    ProtocolFamily.class,
                                    FileDescriptor.class,
                                    boolean.class))
                    .invoke(SelectorProvider.provider(), protocol, descriptor, true);
        });
    }

    private MethodHandle method(String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return lookup.findStatic(inherited, name, MethodType.methodType(result, parameters));
    }

    private interface Invocation<T> {
        T run() throws Throwable;
    }

    private static <T> T invoke(Invocation<T> invocation) throws IOException {
        try {
            return invocation.run();
        } catch (IOException | Error failure) {
            throw failure;
        } catch (Throwable different) {
            throw unsuitable(different);
        }
    }

    private static IOException unsuitable(Throwable different) {
        return new IOException("sockets cannot be handed over with this Java: " + different, different);
    }
}
