package com.example.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.FuncletExtension;
import io.funclet.testkit.FuncletRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FuncletExtension.class)
class PortHolderTest {

    @Test
    void port_isHeld(FuncletRuntime runtime) {
        String said = runtime.call("port", "").text();

        assertEquals(said, runtime.call("port", "").text());
    }
}
