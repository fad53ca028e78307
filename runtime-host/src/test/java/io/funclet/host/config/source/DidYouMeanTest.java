package io.funclet.host.config.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> KNOWN =
            List.of("name", "server", "address", "handler", "codedir", "concurrency", "logger", "ca", "cert", "max");

    @ParameterizedTest
    @CsvSource({
        "nme, name",
        "nmae, name",
        "Name, name",
        "adress, address",
        "addresses, address",
        "codeDir, codedir",
        "code_dir, codedir",
        "concurency, concurrency",
        "log, logger",
        "certificate, cert",
        "sever, server"
    })
    void oneThatTakesFewCorrections_isMeant(String word, String meant) {
        assertEquals(Optional.of(meant), DidYouMean.nearest(word, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"hub", "colour", "x", "cx", "timeout", "''"})
    void oneThatTakesTooMany_isNot(String word) {
        assertEquals(Optional.empty(), DidYouMean.nearest(word, KNOWN));
    }

    @Test
    void beginning_isMeantOnlyIfNoOtherBeginsSo() {
        assertEquals(Optional.of("maximum"), DidYouMean.nearest("maxi", List.of("maximum", "minimum")));
        assertEquals(Optional.empty(), DidYouMean.nearest("maxi", List.of("maximum-size", "maximum-count")));
    }
}
