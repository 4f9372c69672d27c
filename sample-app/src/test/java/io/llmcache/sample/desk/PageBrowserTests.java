package io.llmcache.sample.desk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page in a real browser. Runs where the environment variable {@code CHROMIUM} points
 * at one, which also makes the build fetch the browser's driver.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "desk.model.api-key=", "desk.model.base-url=", "desk.model.latency.min=50ms",
				"desk.model.latency.max=50ms", "llm.cache.operation-timeout=5s",
				"llm.cache.semantic.embed-timeout=10s" })
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+",
		disabledReason = "No browser: point CHROMIUM at one to test the page")
class PageBrowserTests {

	private static Playwright playwright;

	private static Browser browser;

	private final List<String> elsewhere = new ArrayList<>();

	private final List<String> complaints = new ArrayList<>();

	@LocalServerPort
	private int port;

	private BrowserContext context;

	private Page page;

	@BeforeAll
	static void launch() {
		playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		browser = playwright.chromium()
			.launch(new LaunchOptions().setExecutablePath(Path.of(Objects.requireNonNull(System.getenv("CHROMIUM"))))
				.setHeadless(true)
				.setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
						"--disable-background-networking", "--disable-component-update", "--disable-sync")));
	}

	@AfterAll
	static void quit() {
		if (playwright != null) {
			playwright.close();
		}
	}

	@BeforeEach
	void open() {
		open(1280, 900);
	}

	@AfterEach
	void close() {
		this.context.close();
		assertThat(this.elsewhere).as("requests to other servers").isEmpty();
		assertThat(this.complaints).as("messages on the console").isEmpty();
	}

	@Test
	void secondAnswerIsAHitAndOneCallIsPaid() {
		int paid = paid();
		ask("How do I locate my card?");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
		assertThat(this.page.locator("#headline")).hasText("From the model");
		assertThat(this.page.locator("#answer")).containsText("A card in the post");
		ask("How do I locate my card?");
		assertThat(this.page.locator("#outcome")).hasText("EXACT_HIT");
		assertThat(this.page.locator("#headline")).hasText("From the cache");
		assertThat(this.page.locator("#saved")).containsText("tokens");
		assertThat(this.page.locator("#digest")).hasText(java.util.regex.Pattern.compile("[0-9a-f]{12}…"));
		assertThat(this.page.locator("#rows li")).hasCount(2);
		assertThat(paid() - paid).isEqualTo(1);
	}

	@Test
	void sameQuestionInOtherWordsTellsWhoseAnswerItIs() {
		ask("What is the exchange rate for euros?");
		assertThat(this.page.locator("#match")).isHidden();
		assertThat(this.page.locator("#reject")).isHidden();
		String digest = this.page.locator("#digest").textContent();
		ask("Tell me the exchange rate for euros, please");
		assertThat(this.page.locator("#outcome")).hasText("SEMANTIC_HIT");
		assertThat(this.page.locator("#via")).containsText("by its form");
		assertThat(this.page.locator("#similarity")).hasText("not measured");
		assertThat(this.page.locator("#whose")).containsText("What is the exchange rate for euros?");
		assertThat(this.page.locator("#answered-by")).hasText(digest);
		ask("What is the exchange rate for dollars?");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
	}

	@Test
	void matchByVectorTellsSimilarityAndGuards() {
		awaitEmbeddingModel();
		ask("My top-up failed, what now?");
		ask("My top up has failed, what now?");
		assertThat(this.page.locator("#via")).containsText("by its vector");
		assertThat(this.page.locator("#similarity")).hasText(java.util.regex.Pattern.compile("0\\.9[789]\\d"));
		assertThat(this.page.locator("#guards")).containsText("negation");
	}

	@Test
	void notThisOneIsPaidForAgain() {
		ask("Can I get a virtual card?");
		ask("Can I get a virtual card, please?");
		assertThat(this.page.locator("#outcome")).hasText("SEMANTIC_HIT");
		int paid = Integer.parseInt(this.page.locator("#t-model").textContent());
		this.page.focus("#reject");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#rejected")).containsText("Noted");
		assertThat(this.page.locator("#rejected")).isFocused();
		assertThat(this.page.locator("#reject")).isHidden();
		this.page.click("#again");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
		assertThat(this.page.locator("#rejected")).isHidden();
		assertThat(this.page.locator("#t-model")).hasText(String.valueOf(paid + 1));
	}

	@Test
	void nearestQuestionsTellWhatStandsInTheWay() {
		awaitEmbeddingModel();
		ask("What is the exchange rate for yen?");
		ask("What is the exchange rate for francs?");
		this.page.click("#near");
		assertThat(this.page.locator("#nearest")).isFocused();
		assertThat(this.page.locator("#candidates")).containsText("What is the exchange rate for yen?");
		assertThat(this.page.locator("#candidates li").first()).containsText("no");
	}

	@Test
	void worksWithTheKeyboardAlone() {
		assertThat(this.page.locator("#question")).isVisible();
		this.page.focus("#question");
		this.page.keyboard().type("I forgot my passcode");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
		this.page.focus("#again");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator("#outcome")).hasText("EXACT_HIT");
	}

	@Test
	void exampleIsAskedAtATouch() {
		this.page.locator("#chips button").nth(0).click();
		assertThat(this.page.locator("#outcome")).isVisible();
		assertThat(this.page.locator("#asked")).hasText(this.page.locator("#chips button").nth(0).textContent());
	}

	@Test
	void forgottenAnswerIsPaidForAgain() {
		ask("Can I change my PIN?");
		this.page.click("#forget");
		assertThat(this.page.locator("#said")).containsText("Forgotten");
		ask("Can I change my PIN?");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
	}

	@Test
	void clearedCacheIsPaidForAgain() throws InterruptedException {
		ask("Can I have two cards?");
		this.page.click("#clear");
		assertThat(this.page.locator("#said")).containsText("Cleared");
		ask("Can I have two cards?");
		assertThat(this.page.locator("#outcome")).hasText("MISS");
		// What is asked for within a second of a clear is not kept.
		Thread.sleep(1100);
	}

	@Test
	void questionsOfTheSessionSurviveAReload() {
		ask("Where is my PIN?");
		this.page.reload();
		assertThat(this.page.locator("#rows li")).hasCount(1);
		this.page.locator("#rows button").click();
		assertThat(this.page.locator("#outcome")).hasText("EXACT_HIT");
	}

	@Test
	void answersAreTextAndNothingElse() {
		ask("<img src=x onerror=alert(1)> card");
		assertThat(this.page.locator("#asked")).hasText("<img src=x onerror=alert(1)> card");
		assertThat(this.page.locator("#reply img, #rows img")).hasCount(0);
	}

	@ParameterizedTest
	@CsvSource({ "1280, 900", "768, 1024", "360, 640" })
	void fitsTheScreen(int width, int height) {
		this.context.close();
		open(width, height);
		ask("A question with averylongwordthatnobodywouldeverwritebutthatmustnotbreakthelayoutofthepageatallever");
		assertThat(this.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
	}

	@Test
	void everyControlHasAName() {
		ask("Is there an exchange fee?");
		Locator controls = this.page.locator("button:visible, textarea, a");
		for (Locator control : controls.all()) {
			String name = (String) control.evaluate("(e) => e.labels?.[0]?.textContent || e.textContent");
			assertThat(name).isNotBlank();
		}
	}

	/** On a busy machine it is proven a little later. */
	private void awaitEmbeddingModel() {
		await().atMost(Duration.ofMinutes(1))
			.until(() -> this.page.request()
				.get("http://localhost:" + this.port + "/actuator/llmcache")
				.text()
				.contains("\"ready\":true"));
	}

	private void open(int width, int height) {
		this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
		this.page = this.context.newPage();
		String address = "http://localhost:" + this.port + "/";
		this.page.onRequest((request) -> {
			if (!request.url().startsWith(address)) {
				this.elsewhere.add(request.url());
			}
		});
		this.page.onConsoleMessage((message) -> this.complaints.add(message.text()));
		this.page.onPageError(this.complaints::add);
		this.page.navigate(address);
		assertThat(this.page.locator("#t-calls")).containsText("question");
	}

	private void ask(String question) {
		int before = this.page.locator("#rows li").count();
		this.page.fill("#question", question);
		this.page.click("#ask");
		assertThat(this.page.locator("#rows li")).hasCount(before + 1);
		assertThat(this.page.locator("#ask")).isEnabled();
	}

	private int paid() {
		this.page.reload();
		assertThat(this.page.locator("#t-calls")).containsText("question");
		return Integer.parseInt(this.page.locator("#t-model").textContent());
	}

}
