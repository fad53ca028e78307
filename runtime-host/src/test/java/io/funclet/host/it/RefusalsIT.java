package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.grpc.Status.Code;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that reject events on purpose: as an error, or, as the operator chooses, as a response. */
class RefusalsIT {

    private static final String REFUSES = "throw new FunctionException(\"no such device: \" + event.text());";

    @TempDir
    static Path directory;

    private static RuntimeProcess runtime;
    private static Callers callers;

    @BeforeAll
    static void start() throws Exception {
        Workspace workspace = Workspace.in(directory);
        FunctionJar.of("it.refusals", "refuses", REFUSES).deploy(workspace.code("code"), "code.jar");
        workspace.file("etc/baetyl/service.yml", workspace.server() + """
                functions:
                  - {name: responds, handler: refuses, codedir: var/db/code}
                  - {name: fails, handler: refuses, codedir: var/db/code, refusals: fail}
                """);
        runtime = RuntimeProcess.in(directory)
                .environment("FUNCLET_REFUSALS", "respond")
                .start()
                .awaitPort(workspace.port());
        callers = Callers.of(workspace.port());
    }

    @AfterAll
    static void stop() {
        callers.close();
        runtime.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Generation.class,
            names = {"G2", "G3", "G4"})
    void respondedRefusal_isTheDocumentOfTheManager(Generation generation) throws Exception {
        JsonObject document = JsonParser.parseString(callers.call(generation, "responds", "d7"))
                .getAsJsonObject();

        assertEquals(
                "rpc error: code = FailedPrecondition desc = function responds: no such device: d7",
                document.get("errorMessage").getAsString());
        assertEquals(
                "ZDc=",
                document.getAsJsonObject("functionMessage").get("Payload").getAsString());
    }

    @Test
    void refusalOfAFunctionThatIsToFail_isAnError() {
        assertEquals(
                Code.FAILED_PRECONDITION,
                callers.failure(Generation.G3, "fails", "d7").getCode());
    }
}
