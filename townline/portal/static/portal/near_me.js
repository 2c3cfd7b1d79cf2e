// Leads to what is known around the reader, once they allow their position to be used.

const button = document.querySelector("[data-near-me]");
const said = button?.nextElementSibling;

if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = { lat: coords.latitude.toFixed(5), lon: coords.longitude.toFixed(5) };
        window.location.assign(`${button.dataset.nearMe}?${new URLSearchParams(place)}`);
      },
      () => {
        button.disabled = false;
        said.textContent = button.dataset.failed;
      },
      { timeout: 10000 },
    );
  });
}
