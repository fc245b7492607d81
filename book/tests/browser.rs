//! The book in a browser, as a reader has it: `cargo test -p book --features browser`.
//!
//! Needs Chromium (or Chrome) on the `PATH`, or in the environment variable `CHROME`; without one the tests
//! fail. They build the book of this checkout, so they run the lessons' programs as well.

use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use book::{Place, build, serve};
use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Network};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::{Value, json};

/// The book, built once for all tests, and where it is served.
static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let built = build(&Place::here(), |_| {}).unwrap_or_else(|error| panic!("{error:#}"));
    let mut pages: Vec<String> = std::fs::read_dir(&built.html)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".html") && name != "toc.html")
        .collect();
    pages.sort();
    let serving = serve::bind(&built.html, 0).unwrap();
    let url = serving.url();
    // Ends with the tests: nothing is written any more, so nothing is lost.
    thread::spawn(move || serving.run());
    let folder = format!("file://{}/", built.html.display());
    Book { url, folder, pages }
});

struct Book {
    /// Where it is served.
    url: String,
    /// The same pages as files.
    folder: String,
    pages: Vec<String>,
}

/// A tab of a browser of its own, and what it complains about.
struct Reader {
    tab: Arc<Tab>,
    complaints: Arc<Mutex<Vec<String>>>,
    /// Closed when it is dropped.
    _browser: Browser,
}

impl Reader {
    fn new() -> Reader {
        // First, since it may take longer than a browser waits for whoever has started it.
        LazyLock::force(&BOOK);
        let options = LaunchOptions::default_builder()
            .path(Some(chromium()))
            // The sandbox does not start as root or in most containers; the pages are our own.
            .sandbox(false)
            .args(
                ["--disable-quic", "--no-first-run", "--disable-background-networking"]
                    .map(AsRef::as_ref)
                    .to_vec(),
            )
            // A slow machine may need long for the first page.
            .idle_browser_timeout(Duration::from_secs(120))
            .build()
            .unwrap();
        let browser = Browser::new(options).expect("Chromium starts");
        let tab = browser.new_tab().unwrap();
        tab.set_default_timeout(Duration::from_secs(60));
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let said = Arc::clone(&complaints);
        tab.add_event_listener(Arc::new(move |event: &Event| said.lock().unwrap().extend(complaint(event))))
            .unwrap();
        tab.enable_runtime().unwrap();
        tab.enable_log().unwrap();
        tab.call_method(serde_json::from_value::<Network::Enable>(json!({})).unwrap()).unwrap();
        Reader { tab, complaints, _browser: browser }
    }

    fn open(&self, page: &str) -> &Reader {
        self.open_at(&BOOK.url, page)
    }

    fn open_at(&self, place: &str, page: &str) -> &Reader {
        self.tab.navigate_to(&format!("{place}{page}")).unwrap().wait_until_navigated().unwrap();
        self
    }

    /// Searches for a word, and goes to the first page that has it.
    fn search(&self, word: &str) -> String {
        self.tab.wait_for_element("#mdbook-search-toggle").unwrap().click().unwrap();
        self.tab.wait_until_visible("#mdbook-searchbar").unwrap().click().unwrap();
        self.tab.type_str(word).unwrap();
        self.tab.wait_for_element("#mdbook-searchresults li a").unwrap();
        self.follow("#mdbook-searchresults li a")
    }

    /// The window becomes so many points wide.
    fn width(&self, width: u32) -> &Reader {
        let screen = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": true });
        let method: Emulation::SetDeviceMetricsOverride = serde_json::from_value(screen).unwrap();
        self.tab.call_method(method).unwrap();
        self
    }

    /// What an expression of JavaScript gives.
    fn ask(&self, expression: &str) -> Value {
        self.try_ask(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    fn try_ask(&self, expression: &str) -> anyhow::Result<Value> {
        let text = self.tab.evaluate(&format!("JSON.stringify({expression})"), true)?.value;
        let text = text.context("no value")?;
        Ok(serde_json::from_str(text.as_str().context("no text")?)?)
    }

    /// Clicks on the first thing that the selector finds, waits for the page it leads to, and says which.
    fn follow(&self, selector: &str) -> String {
        let address = "document.readyState == 'complete' ? location.href : ''";
        let before = self.ask(address);
        // A click by script: it does not matter which of the two arrows has room in the window.
        self.tab.evaluate(&format!("document.querySelector('{selector}').click()"), false).unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        while Instant::now() < deadline {
            // Between two pages there is nobody to ask, and the question fails.
            if let Ok(after) = self.try_ask(address)
                && after != before
                && after != json!("")
            {
                return after.as_str().unwrap().replace(&BOOK.url, "").replace(&BOOK.folder, "");
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("{selector} leads nowhere from {before}");
    }

    fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut *self.complaints.lock().unwrap())
    }
}

fn chromium() -> std::path::PathBuf {
    if let Some(path) = std::env::var_os("CHROME") {
        return path.into();
    }
    headless_chrome::browser::default_executable()
        .expect("these tests need Chromium: install it, or name it in the environment variable CHROME")
}

/// What is wrong, if something is: an error, a warning, an exception, a request to another host.
fn complaint(event: &Event) -> Option<String> {
    match event {
        Event::RuntimeConsoleAPICalled(call) => {
            let kind = format!("{:?}", call.params.Type);
            ["Error", "Warning", "Assert"]
                .contains(&&*kind)
                .then(|| format!("console: {:?}", call.params.args))
        }
        Event::RuntimeExceptionThrown(thrown) => {
            Some(format!("exception: {:?}", thrown.params.exception_details.exception))
        }
        Event::LogEntryAdded(added) => {
            let entry = &added.params.entry;
            let kind = format!("{:?}", entry.level);
            ["Error", "Warning"].contains(&&*kind).then(|| format!("log: {} {:?}", entry.text, entry.url))
        }
        Event::NetworkRequestWillBeSent(request) => {
            let url = &request.params.request.url;
            let ours = [&*BOOK.url, &BOOK.folder, "data:"].iter().any(|place| url.starts_with(place));
            (!ours).then(|| format!("request: {url}"))
        }
        _ => None,
    }
}

#[test]
fn every_page_loads_without_a_complaint_or_a_request_to_another_host() {
    let reader = Reader::new();
    assert!(BOOK.pages.len() >= 5, "{:?}", BOOK.pages);
    for page in &BOOK.pages {
        reader.open(page);
        assert!(
            !reader.ask("document.querySelector('main').innerText.trim()").as_str().unwrap().is_empty(),
            "{page}"
        );
        assert_eq!(reader.complaints(), [""; 0], "{page}");
    }
}

#[test]
fn every_picture_loads_and_has_a_description() {
    let reader = Reader::new();
    for page in &BOOK.pages {
        let wrong = reader.open(page).ask(
            "[...document.images].filter(i => !i.alt || !i.complete || i.naturalWidth == 0).map(i => i.outerHTML)",
        );
        assert_eq!(wrong, json!([]), "{page}");
    }
}

#[test]
fn next_leads_through_every_chapter_and_previous_back() {
    let reader = Reader::new();
    let chapters =
        reader.open("toc.html").ask("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))");
    let chapters: Vec<&str> = chapters.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(chapters.len() >= 4, "{chapters:?}");
    reader.open(chapters[0]);
    for next in &chapters[1..] {
        assert_eq!(reader.follow("a[rel~=next]"), **next);
    }
    assert_eq!(reader.ask("document.querySelectorAll('a[rel~=next]').length"), json!(0), "the last chapter");
    for previous in chapters.iter().rev().skip(1) {
        assert_eq!(reader.follow("a[rel~=prev]"), **previous);
    }
}

#[test]
fn a_search_finds_a_word_and_leads_to_it() {
    let reader = Reader::new();
    reader.open("preface.html");
    let page = reader.search("spurious wakeup");
    assert!(page.starts_with("what-loom-proves.html"), "{page}");
    assert_eq!(reader.complaints(), [""; 0]);
}

/// The folder of pages may be copied to where there is neither a server nor a network: its files are opened as they are.
#[test]
fn the_pages_can_be_read_and_searched_as_files() {
    let reader = Reader::new();
    // Whoever opens files never sees the page that a server sends where there is none.
    for page in BOOK.pages.iter().filter(|page| *page != "404.html") {
        let wrong = reader.open_at(&BOOK.folder, page).ask(
            "[...document.images].filter(i => !i.complete || i.naturalWidth == 0).map(i => i.outerHTML)",
        );
        assert_eq!(wrong, json!([]), "{page}");
        assert_eq!(reader.complaints(), [""; 0], "{page}");
    }
    reader.open_at(&BOOK.folder, "preface.html");
    let chapters = reader.ask("document.querySelectorAll('#mdbook-sidebar a[href]').length");
    assert!(
        chapters.as_u64().unwrap() as usize >= BOOK.pages.len() / 2,
        "{chapters} in the table of contents"
    );
    let page = reader.search("spurious wakeup");
    assert!(page.starts_with("what-loom-proves.html"), "{page}");
    assert_eq!(reader.complaints(), [""; 0]);
}

#[test]
fn a_linked_source_file_is_shown_as_text() {
    let reader = Reader::new();
    reader.open("the-picture.html");
    let page = reader.follow(".listing-source a");
    assert!(page.starts_with("source/"), "{page}");
    assert_eq!(reader.ask("document.contentType"), json!("text/plain"));
}

/// On a telephone: code keeps its lines and scrolls in its box, everything else fits.
#[test]
fn at_375_points_nothing_but_code_blocks_scrolls_sideways() {
    let reader = Reader::new();
    reader.width(375);
    for page in &BOOK.pages {
        reader.open(page);
        assert_eq!(reader.ask("document.documentElement.clientWidth"), json!(375));
        assert_eq!(reader.ask("document.documentElement.scrollWidth"), json!(375), "{page}");
        let wide = reader.ask(
            "[...document.querySelectorAll('#mdbook-content *')].filter(e => !e.closest('pre') \
             && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1) \
             .map(e => e.outerHTML.slice(0, 200))",
        );
        assert_eq!(wide, json!([]), "{page}");
    }
}

/// The checker's tables are 100 columns wide; a reader at a desk sees them whole.
#[test]
fn a_hundred_columns_of_code_fit_in_a_window_of_1200_points() {
    let reader = Reader::new();
    reader.open("preface.html");
    let screen = json!({ "width": 1200, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    let method: Emulation::SetDeviceMetricsOverride = serde_json::from_value(screen).unwrap();
    reader.tab.call_method(method).unwrap();
    let fits = reader.ask(
        "(() => { const code = document.querySelector('main pre code'); code.textContent = 'm'.repeat(100); \
         return code.scrollWidth <= code.clientWidth; })()",
    );
    assert_eq!(fits, json!(true));
}
