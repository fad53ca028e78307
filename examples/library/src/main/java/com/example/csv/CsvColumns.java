package com.example.csv;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.osgi.service.component.annotations.Component;

/** Takes the second column of a table, by Apache Commons CSV. */
@Component
@FunctionName("second-column")
public final class CsvColumns implements FunctionHandler {

    @Override
    public Payload handle(Payload event, CallContext context) throws IOException {
        try (CSVParser table = CSVParser.parse(event.text(), CSVFormat.DEFAULT)) {
            return Payload.of(table.stream().map(row -> row.get(1)).collect(Collectors.joining("\n")));
        }
    }
}
