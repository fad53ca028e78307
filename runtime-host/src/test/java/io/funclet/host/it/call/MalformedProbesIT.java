package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no message of the services for tools and operators: the client's fault, and no error of the runtime. */
@Embedded
class MalformedProbesIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("good").environment("FUNCLET_START_TIMEOUT", "5s");

    /** A tag without a value, a text shorter than its length, and one that is not UTF-8. */
    private static final List<String> MALFORMED = List.of("ffffffff", "0a056162", "0a02fffe");

    @AfterEach
    void nothingIsTakenForAnError() throws Exception {
        assertEquals(0, site.log().count(" ERROR "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grpc.health.v1.Health/Check",
                "grpc.health.v1.Health/Watch",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
            })
    void probe_isRejectedWithTheReason(String method) {
        try (Callers callers = Callers.of(site.port())) {
            for (String hex : MALFORMED) {
                rejects(callers, method, hex);
            }
            Status large = Callers.failure(() -> callers.raw(method, new byte[17 * 1024]));
            assertEquals(Code.RESOURCE_EXHAUSTED, large.getCode(), large::toString);
            assertTrue(callers.raw("grpc.health.v1.Health/Check", new byte[0]).length > 0);
        }
    }

    @Test
    void request_ofAnOperator_isRejectedWithTheReason() throws Exception {
        try (Callers callers = Callers.of(socket())) {
            for (String hex : MALFORMED) {
                rejects(callers, "funclet.control.v1.Control/Explain", hex);
            }
            assertTrue(callers.raw("funclet.control.v1.Control/Status", new byte[0]).length > 0);
        }
    }

    private Path socket() throws Exception {
        try (Stream<Path> files = Files.walk(site.temporary())) {
            return files.filter(file -> file.endsWith("control")).findFirst().orElseThrow();
        }
    }

    private static void rejects(Callers callers, String method, String hex) {
        Status status = Callers.failure(() -> callers.raw(method, HexFormat.of().parseHex(hex)));

        assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status::toString);
        String service = method.substring(0, method.indexOf('/'));
        assertTrue(
                status.getDescription().startsWith("the request is not a message of " + service + ": "),
                status::getDescription);
        assertEquals(1, status.getDescription().lines().count());
    }
}
