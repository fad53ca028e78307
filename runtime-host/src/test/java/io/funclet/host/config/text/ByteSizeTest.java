package io.funclet.host.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes, 0 bytes",
        "1000, 1000 bytes, 1000 bytes",
        "1024, 1 KiB, 1.0 KiB",
        "1048576, 1 MiB, 1.0 MiB",
        "1572864, 1536 KiB, 1.5 MiB",
        "1500000, 1500000 bytes, 1.4 MiB",
        "5368709120, 5 GiB, 5.0 GiB"
    })
    void sizes_haveTheLargestUnitThatFits(long bytes, String exactly, String roughly) {
        assertEquals(exactly, ByteSize.exactly(bytes));
        assertEquals(roughly, ByteSize.roughly(bytes));
    }
}
