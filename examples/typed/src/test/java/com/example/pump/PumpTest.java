package com.example.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.testkit.FuncletExtension;
import io.funclet.testkit.FuncletRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FuncletExtension.class)
class PumpTest {

    @Test
    void start_isRecognizedByItsType_andNumbersKeepTheirDigits(FuncletRuntime runtime) {
        assertEquals(
                "{\"state\":\"running for PT1M30S\",\"litres\":21.50}",
                runtime.call("pump", "{\"type\": \"Start\", \"litres\": 21.50, \"longest\": \"PT1M30S\"}")
                        .text());
    }

    @Test
    void wrongEvent_isRejectedWithItsPlace(FuncletRuntime runtime) {
        String message = runtime.call("pump", "{\"type\": \"Start\", \"litres\": \"many\"}").message();

        assertTrue(message.contains("$.litres"), message);
    }
}
