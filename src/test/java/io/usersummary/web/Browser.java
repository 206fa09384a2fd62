package io.usersummary.web;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/** The Chromium that is installed here, without a window. */
final class Browser implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Browser.class);

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Path executable) {
        Map<String, String> env = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
        chromium =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(executable)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-background-networking")));
    }

    /** Starts it, or skips the test and says so where there is none. */
    static Browser start() {
        Optional<Path> executable =
                Stream.concat(
                                Stream.ofNullable(System.getenv("CHROMIUM")),
                                Stream.of(
                                        "/usr/bin/chromium",
                                        "/usr/bin/chromium-browser",
                                        "/usr/bin/google-chrome"))
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        if (executable.isEmpty()) {
            LOG.warn(
                    "SKIPPED the tests of the page: no Chromium is installed. Install one, or name"
                            + " one in the environment variable CHROMIUM.");
            Assumptions.abort("no Chromium is installed");
        }
        return new Browser(executable.get());
    }

    Page open(String url) {
        return open(url, ColorScheme.LIGHT);
    }

    /** A page with storage, size and theme of its own. */
    Page open(String url, ColorScheme theme) {
        Page page =
                chromium.newContext(
                                new NewContextOptions()
                                        .setColorScheme(theme)
                                        .setTimezoneId("Europe/Paris")
                                        .setLocale("en-GB"))
                        .newPage();
        page.navigate(url);
        return page;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
