package com.example.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.FuncletExtension;
import io.funclet.testkit.FuncletRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FuncletExtension.class)
class CsvColumnsTest {

    @Test
    void library_isInTheBundle(FuncletRuntime runtime) {
        assertEquals(
                "room 1\nroom 2", runtime.call("second-column", "a,room 1\nb,\"room 2\"\n").text());
    }
}
