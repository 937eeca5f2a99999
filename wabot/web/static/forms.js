// Forms of the book: free times follow what is filled in, and known customers are offered while one types.

const asJson = { headers: { Accept: "application/json" } };

function wait(ms, work) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => work(...given), ms); };
}

let asked = 0;
async function findStarts(form) {
  const place = form.querySelector("#starts");
  if (!place) return;
  const number = ++asked;
  const answer = await fetch(`/visits/starts?${new URLSearchParams(new FormData(form))}`, asJson);
  if (answer.ok && number === asked && place.isConnected) place.innerHTML = (await answer.json()).starts;
}

const findCustomers = wait(150, async (field) => {
  const place = field.form.querySelector("#found");
  const answer = field.value.trim().length < 2 ? null
    : await fetch(`/customers?q=${encodeURIComponent(field.value)}`, asJson);
  if (place.isConnected) place.innerHTML = answer?.ok ? (await answer.json()).found : "";
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-starts]")) findStarts(event.target.form);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  if (event.target.name === "phone") event.target.form.elements.customer.value = "";
  findCustomers(event.target);
});

document.addEventListener("click", (event) => {
  const person = event.target.closest("#found .person");
  if (!person) return;
  const { elements } = person.closest("form");
  elements.customer.value = person.dataset.customer;
  elements.phone.value = person.dataset.phone;
  elements.name.value = person.dataset.name;
  person.parentElement.innerHTML = "";
  elements.name.focus();
});
