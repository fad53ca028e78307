package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that reject events on purpose: as an error, or, as the operator chooses, as a response. */
@Embedded
class RefusalsIT {

    private static final String REFUSES = "throw new FunctionException(\"no such device: \" + event.text());";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(site -> {
                FunctionJar.of("it.refusals", "refuses", REFUSES).deploy(site.code("code"), "code.jar");
                site.workspace().file("etc/baetyl/service.yml", site.workspace().server() + """
                functions:
                  - {name: responds, handler: refuses, codedir: var/db/code}
                  - {name: fails, handler: refuses, codedir: var/db/code, refusals: fail}
                """);
            })
            .environment("FUNCLET_REFUSALS", "respond");

    @ParameterizedTest
    @EnumSource(
            value = Generation.class,
            names = {"G2", "G3", "G4"})
    void respondedRefusal_isTheDocumentOfTheManager(Generation generation) throws Exception {
        JsonObject document = JsonParser.parseString(site.callers().call(generation, "responds", "d7"))
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
                site.callers().failure(Generation.G3, "fails", "d7").getCode());
    }
}
