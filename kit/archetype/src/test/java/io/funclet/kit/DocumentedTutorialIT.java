package io.funclet.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.kit.TutorialPage.Block;
import io.funclet.kit.TutorialPage.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorials as their reader follows them: each command is run, each file is written, and all is said that they print. */
class DocumentedTutorialIT {

    private static final String FIRST = "docs/tutorial/first-function.md";
    private static final String SECOND = "docs/tutorial/osgi.md";

    private static final int MOST_OWN_LINES = 40;

    /** What the test has done before. */
    private static final Pattern PREPARED = Pattern.compile("export PATH=.*|cd \\.\\.");

    private static final Pattern OUTCOME = Pattern.compile(
            "(serving in|started again in|does not build|is rejected|(deployed|updated|rejected|waiting) \\S*functions).*");

    private static final Path LAUNCHER = TutorialPage.CHECKOUT.resolve("runtime-host/target/funclet/bin");

    private static LocalRepository repository;

    @TempDir
    Path home;

    /** A file that is not saved yet; empty if there is none. */
    private String edited = "";

    private Path directory;
    private int port;
    private BusyTerminal busy;

    /** Whether it builds what is saved. */
    private boolean dev;

    /** A command that runs beside the next ones. */
    private Process calls;

    @BeforeAll
    static void install() throws IOException {
        repository = LocalRepository.of(DocumentedTutorialIT.class);
    }

    /** Takes minutes: {@code mvn -B verify -Plong}. */
    @Test
    @Tag("long")
    void firstFunction_doesWhatThePageSays_andAfterItTheLibrary() throws Exception {
        follow(FIRST);
        follow(SECOND);
    }

    @Test
    void functionOfTheReadme_isTheFirstOneOfTheTutorial() throws Exception {
        assertEquals(java("README.md"), java(FIRST));
    }

    @Test
    void author_writesFewLines() throws Exception {
        long lines = 0;
        for (Block block : TutorialPage.blocks(FIRST)) {
            if (block.file("edit") != null) {
                lines += block.lines("+").lines().count();
            } else if (block.file("write") != null) {
                lines += block.text().lines().count();
            }
        }

        assertTrue(lines <= MOST_OWN_LINES, lines + " lines");
    }

    private static String java(String page) throws IOException {
        return TutorialPage.blocks(page).stream()
                .filter(block -> block.language().equals("java"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private void follow(String page) throws Exception {
        directory = home;
        port = BusyTerminal.freePort();
        Files.createDirectories(home.resolve(".m2"));
        Files.copy(repository.settings(), home.resolve(".m2/settings.xml"), StandardCopyOption.REPLACE_EXISTING);
        try {
            List<Block> blocks = TutorialPage.blocks(page);
            for (int i = 0; i < blocks.size(); i++) {
                String file = blocks.get(i).file("edit");
                if (file == null) {
                    follow(blocks.get(i));
                } else {
                    edit(
                            home.resolve(file),
                            blocks.get(i),
                            i + 1 == blocks.size()
                                    || !file.equals(blocks.get(i + 1).file("edit")));
                }
            }
        } finally {
            if (busy != null) {
                busy.close();
                busy = null;
            }
        }
    }

    private void follow(Block block) throws Exception {
        if (block.language().equals("console")) {
            List<Command> commands = block.commands();
            for (Command command : commands) {
                if (block.isBusy() && command.equals(commands.get(commands.size() - 1))) {
                    begin(command);
                } else if (!PREPARED.matcher(command.line()).matches()) {
                    run(command);
                }
            }
        } else if (block.file("file") != null) {
            assertEquals(block.text(), Files.readString(home.resolve(block.file("file"))));
        } else if (block.file("write") != null) {
            save(home.resolve(block.file("write")), block.text());
        } else if (block.language().isEmpty()) {
            block.text().lines().forEach(this::awaitLine);
        }
    }

    /** @param save whether its author saves it now, and not after the next block */
    private void edit(Path file, Block block, boolean save) throws Exception {
        edited = edited.isEmpty() ? Files.readString(file) : edited;
        assertTrue(edited.contains(block.lines(" -")), () -> file + " has no " + block.lines(" -") + "but " + edited);
        edited = edited.replace(block.lines(" -"), block.lines(" +"));
        if (save) {
            save(file, edited);
            edited = "";
        }
    }

    private void save(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        if (busy != null) {
            busy.clear();
        }
        Path whole = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        if (dev && !file.toString().contains("src/test")) {
            awaitOutcome();
        }
    }

    private void begin(Command command) throws Exception {
        if (busy != null) {
            busy.close();
        }
        dev = command.line().startsWith("funclet dev");
        busy = new BusyTerminal(process("exec " + command.line()));
        if (command.output().isEmpty()) {
            awaitLine("service listens on");
        }
        command.output().forEach(this::awaitLine);
    }

    private void awaitLine(String line) {
        try {
            busy.await(line, said -> TutorialPage.matches(line, said));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void run(Command command) throws Exception {
        if (command.line().startsWith("cd ")) {
            directory = directory.resolve(command.line().substring("cd ".length()));
            return;
        }
        if (command.line().endsWith("&")) {
            calls = process(command.line().replaceFirst(" &$", "")).start();
            awaitCalls();
            return;
        }
        boolean deploys = command.line().contains("functions/.new");
        if (deploys) {
            busy.clear();
        }
        String said = said(
                command.line().equals("wait") ? calls : process(command.line()).start());
        boolean isExact = command.line().startsWith("funclet call");
        for (String line : command.output()) {
            assertTrue(
                    said.lines().anyMatch(one -> isExact ? one.equals(line) : TutorialPage.matches(line, one)),
                    () -> command.line() + " says not " + line + ", but " + said + "The first terminal says " + busy);
        }
        if (deploys) {
            awaitOutcome();
        }
    }

    /** Until further calls come, whatever was called before. */
    private void awaitCalls() throws Exception {
        String before = said(process("funclet ps").start());
        while (calls.isAlive() && said(process("funclet ps").start()).equals(before)) {
            // Each look is a process of its own.
        }
        assertTrue(calls.isAlive(), "the calls have ended");
    }

    private void awaitOutcome() throws InterruptedException {
        busy.await("how the change has ended", line -> OUTCOME.matcher(line).find());
    }

    private static String said(Process process) throws Exception {
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private ProcessBuilder process(String line) {
        String addressed = line.replaceFirst("funclet (call|dev|serve) \\S+", "$0 --address 127.0.0.1:" + port)
                .replace("--count 100000", "--count 30000");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", addressed)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", LAUNCHER + ":" + LocalRepository.MAVEN + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", LocalRepository.OF_MAVEN + " -Duser.home=" + home);
        builder.environment().put("JAVA_OPTS", LocalRepository.SHORT_LIVED);
        builder.environment().put("FUNCLET_CONTROL", home.resolve("control").toString());
        return builder;
    }
}
