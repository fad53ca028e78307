package io.funclet.host.framework.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownProvidersTest {

    @Test
    void packageThatHasLeftJava_isSaidWithTheBundleThatHasItNow() {
        assertEquals(
                Optional.of("the runtime does not bring javax.activation: put bundle"
                        + " com.sun.activation.jakarta.activation 1.2.2 beside the jar; the runtime does not bring"
                        + " javax.xml.bind.annotation: put bundle jakarta.xml.bind-api 2.3.3 beside the jar"),
                KnownProviders.advice(List.of("javax.xml.bind.annotation", "javax.activation")));
        assertEquals(Optional.empty(), KnownProviders.advice(List.of("javax.xml.parsers")));
    }
}
