# cmake -DFILES=a;b -DOUT=page.cpp -P embed.cmake: writes the files of the page as string literals (tablet/page.hpp).
set(text "#include \"tablet/page.hpp\"\n\nnamespace smp {\n\nstd::optional<std::string_view> tablet_page_file(std::string_view name) {\n")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} body)
  string(APPEND text "    if (name == \"${name}\") return R\"page_file(${body})page_file\";\n")
endforeach()
string(APPEND text "    return std::nullopt;\n}\n\n}  // namespace smp\n")
file(WRITE ${OUT} "${text}")
