package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "(osgi.wiring.package=com.acme)|com.acme|",
                "(&(osgi.wiring.package=com.acme)(version>=1.2.0))|com.acme| 1.2.0",
                "(&(osgi.wiring.package=com.acme)(version>=1.2.0)(!(version>=2.0.0)))|com.acme| [1.2.0,2.0.0)",
                "(version>=1.0.0)|(version>=1.0.0)| 1.0.0",
                "(some.other=thing)|(some.other=thing)|",
            })
    void filter_isReadForPeople(String filter, String value, String versions) {
        assertEquals(value, Filters.value(filter, "osgi.wiring.package"));
        assertEquals(versions == null ? "" : versions, Filters.versions(filter));
    }
}
