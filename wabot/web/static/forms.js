// Forms of the book: free times follow what is filled in, and known customers are offered while one types.

const asJson = { headers: { Accept: "application/json" } };

function wait(ms, work) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => work(...given), ms); };
}

// What was chosen while the answer was on its way stays chosen: then it is asked for once more.
let asked = 0;
async function findStarts(form) {
  const place = form.querySelector("#starts");
  if (!place) return;
  const number = ++asked;
  const chosen = form.elements.start.value;
  const answer = await fetch(`/visits/starts?${new URLSearchParams(new FormData(form))}`, asJson);
  if (!answer.ok || number !== asked) return;
  const { starts } = await answer.json();
  if (number !== asked || !place.isConnected) return;
  if (form.elements.start.value === chosen) place.innerHTML = starts;
  else await findStarts(form);
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
