package io.funclet.deploy.packages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ManualPageTest {

    @Command(
            name = "share",
            header = "Give 5% of all calls.",
            description = "From 1% to 100%, and 50%% of %%s.",
            exitCodeList = "0:All 100% are given.",
            footer = "  share 5%")
    static final class Share implements Runnable {

        @Option(names = "--part", description = "Such as 5%.")
        private String part;

        @Override
        public void run() {}
    }

    @Command(name = "funclet", customSynopsis = "funclet", subcommands = Share.class)
    static final class Root implements Runnable {

        @Override
        public void run() {}
    }

    @Test
    void percentSigns_areThoseOfTheHelp() {
        CommandLine share = new CommandLine(new Root()).getSubcommands().get("share");

        String page = ManualPage.of(share, "1", "2026-01-01");

        assertTrue(page.contains("Give 5% of all calls\n"), page);
        assertTrue(page.contains("From 1% to 100%, and 50%% of %%s.\n"), page);
        assertTrue(page.contains("All 100% are given.\n"), page);
        assertTrue(page.contains("Such as 5%.\n"), page);
        assertTrue(page.contains("share 5%\n"), page);
    }
}
