package io.funclet.host.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.web.metrics.HistogramBuckets;
import java.util.Collection;
import java.util.TreeSet;

final class DirectoryJson {

    private DirectoryJson() {}

    static JsonObject of(DirectoryStatus directory) {
        JsonObject json = new JsonObject();
        json.addProperty("path", directory.path().toString());
        JsonArray files = new JsonArray();
        directory.files().forEach(file -> files.add(of(file)));
        json.add("files", files);
        JsonArray draining = new JsonArray();
        directory.draining().forEach(version -> draining.add(of(version)));
        json.add("draining", draining);
        JsonArray history = new JsonArray();
        directory.history().forEach(outcome -> history.add(of(outcome)));
        json.add("history", history);
        return json;
    }

    private static JsonObject of(FileStatus file) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file.file());
        json.addProperty("state", file.state().name());
        json.addProperty("bundle", file.bundle());
        json.addProperty("version", file.version());
        json.add("functions", texts(file.functions()));
        if (file.last() != null) {
            json.add("last", of(file.last()));
        }
        if (file.retry() != null) {
            json.addProperty("retries", file.retry().attempts());
        }
        return json;
    }

    private static JsonObject of(DrainingStatus version) {
        JsonObject json = new JsonObject();
        json.addProperty("file", version.file());
        json.addProperty("bundle", version.bundle());
        json.addProperty("version", version.version());
        json.add("functions", texts(version.functions()));
        json.addProperty("running", version.running());
        json.add("usedBy", texts(version.usedBy()));
        return json;
    }

    private static JsonObject of(Outcome outcome) {
        JsonObject json = new JsonObject();
        json.addProperty("atMillis", outcome.at().toEpochMilli());
        json.addProperty("file", outcome.file());
        json.addProperty("outcome", outcome.kind().name());
        json.addProperty("bundle", outcome.bundle());
        json.add("functions", texts(outcome.functions()));
        json.addProperty("reason", outcome.reason());
        json.addProperty("tookSeconds", HistogramBuckets.seconds(outcome.took()));
        return json;
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray json = new JsonArray();
        new TreeSet<>(texts).forEach(json::add);
        return json;
    }
}
