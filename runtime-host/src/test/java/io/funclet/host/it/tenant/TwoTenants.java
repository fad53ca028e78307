package io.funclet.host.it.tenant;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/** Two tenants who have functions of the same names, and an operator who has one, too; and calls for a tenant. */
final class TwoTenants {

    private static final Metadata.Key<String> TENANT =
            Metadata.Key.of("funclet-tenant", Metadata.ASCII_STRING_MARSHALLER);

    private static final String BODY = "return Payload.of(context.functionName() + context.env().get(\"of\"));";

    private TwoTenants() {}

    /** A runtime that serves them. The first tenant has an address of its own, at this port, and a control socket. */
    static RuntimeExtension site(int acmePort) {
        return RuntimeExtension.serve()
                .withWeb()
                .environment("FUNCLET_HTTP_CALLS", "on")
                .before(site -> {
                    site.workspace().file("funclet.yml", """
                        functions:
                          - {name: own, env: {of: operator}}
                        tenants:
                          - name: acme
                            directory: tenants/acme
                            address: 127.0.0.1:%s
                            control: {socket: acme.sock, group: %s}
                            functions:
                              - {name: heat, env: {of: acme}}
                              - {name: named, env: {of: acme}}
                          - name: globex
                            directory: tenants/globex
                            functions:
                              - {name: heat, env: {of: globex}}
                        """.formatted(acmePort, group(site.path())));
                    FunctionJar.bundle("it.own").function("own", BODY).build().deploy(site.served(), "own.jar");
                    for (String tenant : new String[] {"acme", "globex"}) {
                        FunctionJar.bundle("it.same")
                                .function("heat", BODY)
                                .function("only." + tenant, BODY)
                                .function("named", BODY)
                                .build()
                                .deploy(Files.createDirectories(site.path().resolve("tenants/" + tenant)), "heat.jar");
                    }
                });
    }

    private static String group(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class).group().getName();
    }

    /** Names the tenant in the metadata; returns the response. */
    static String callFor(String tenant, Callers callers, String function) {
        Metadata headers = new Metadata();
        headers.put(TENANT, tenant);
        byte[] request = Generation.G3.request(function, ByteString.EMPTY).toByteArray();
        return Generation.G3
                .payload(Generation.G3.parse(callers.raw(Generation.G3.method(), request, headers)))
                .toStringUtf8();
    }
}
