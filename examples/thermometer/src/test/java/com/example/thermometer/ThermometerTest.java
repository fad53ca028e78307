package com.example.thermometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.FuncletExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThermometerTest {

    private static final Path CALIBRATION = Path.of("..", "calibration", "target", "classes");

    @RegisterExtension
    static final FuncletExtension FUNCLET = new FuncletExtension().with(CALIBRATION);

    @Test
    void serviceOfTheOtherBundle_isUsed() {
        assertEquals("22.0", FUNCLET.runtime().call("thermometer", "21.5").text());
    }
}
