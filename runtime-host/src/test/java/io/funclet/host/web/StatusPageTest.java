package io.funclet.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the page without a browser. */
class StatusPageTest {

    private WebResponse webResponse;
    private String html;

    @BeforeEach
    void read() throws Exception {
        webResponse = new StatusPage().webResponse();
        html = webResponse.body().toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "style"})
    void policy_letsExactlyThePagesOwnContentRun(String element) throws Exception {
        List<String> contents = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(1, contents.size());
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(contents.get(0).getBytes(StandardCharsets.UTF_8));
        String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";

        assertTrue(webResponse.policy().contains(element + "-src " + hash + ";"), webResponse::policy);
        assertFalse(webResponse.policy().contains("unsafe"), webResponse::policy);
        // What the script sets as text cannot become anything else.
        assertTrue(
                webResponse.policy().contains("; require-trusted-types-for 'script'; trusted-types 'none'"),
                webResponse::policy);
    }

    @Test
    void page_loadsNothingFromElsewhere() {
        List<String> addresses = Pattern.compile("\\b(?:src|href|action|url\\()\\s*=?\\s*\"?([^\"\\s>)]+)")
                .matcher(html)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(address -> !address.matches("metrics|status\\.json|data:,|#functions-title"))
                .toList();
        assertEquals(List.of(), addresses);
        assertFalse(html.contains("@import"), "a style from elsewhere");
    }

    @Test
    void script_setsTextAlone_andStylesNothingInline() {
        for (String sink : List.of(
                "HTML", "Fragment", "DOMParser", "document.write", "eval(", "srcdoc", "javascript:", " style=\"")) {
            assertFalse(html.contains(sink), sink);
        }
        assertFalse(Pattern.compile("\\son[a-z]+=\"").matcher(html).find(), "a handler in an attribute");
    }

    @Test
    void page_canBeReadByAll() {
        assertTrue(html.startsWith("<!doctype html>\n<html lang=\"en\">"));
        assertTrue(html.contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\""));
        assertTrue(html.contains("prefers-color-scheme: dark"));
        assertTrue(html.contains("<main>"));
        assertTrue(html.contains("role=\"status\""));
    }
}
