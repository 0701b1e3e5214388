export default function ({ parentElement, data, setTriggerValue }) {
  const field = parentElement.querySelector("input");
  field.accept = data.accept;
  parentElement.querySelector("span").textContent = data.label;
  field.onchange = () => {
    const file = field.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => {
      setTriggerValue("file", { name: file.name, content: reader.result.split(",")[1] || "" });
      field.value = ""; // the same file can be chosen again once it has been corrected
    };
    reader.readAsDataURL(file.slice(0, data.most));
  };
}
