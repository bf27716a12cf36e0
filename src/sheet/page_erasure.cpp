#include "base/local_time.hpp"
#include "sheet/forms.hpp"
#include "sheet/pages.hpp"

namespace smp {
namespace sheet {
namespace {

void add_certificate(Book& book, const ErasureCertificate& e) {
    Flow flow(book, "Certificate of erasure", e.head.salon, e.head.address);
    flow.facts({{"Number", e.number},
                {"Erased on", local_date(e.head.made)},
                {"Asked for on", e.requested_on},
                {"Erased by", e.erased_by}});
    flow.facts({{"Client", e.client}});
    flow.heading("What was erased");
    flow.paragraph(
        "The key under which everything about the client was encrypted has been destroyed. Without it nothing that "
        "lies on the salon's disks "
        "can be read again, by the salon or by others.");
    flow.gap(2);
    std::vector<std::vector<std::string>> rows;
    for (const ErasedItem& item : e.erased) rows.push_back({item.what, spaced(static_cast<double>(item.count))});
    if (rows.empty())
        flow.paragraph("The record held nothing.");
    else
        flow.table({{"", 0.8}, {"", 0.2, Align::right}}, rows);
    flow.heading("What was kept, and why");
    if (e.kept.empty()) flow.paragraph("Nothing.");
    for (const std::string& line : e.kept) flow.paragraph(line);
    flow.heading("Copies made before");
    if (e.elsewhere.empty())
        flow.paragraph("None is known to the program. What was printed or given away before is not reached by it.");
    for (const std::string& line : e.elsewhere) flow.paragraph(line);
    if (!e.check.empty()) {
        flow.heading("Entry in the salon's log");
        flow.paragraph(e.check, styles::small);
    }
    flow.need(24);
    flow.gap(14);
    flow.facts({{"", ""}, {"", " "}});
    flow.facts({{"For the salon: " + e.head.practitioner, " "}, {"", " "}});
}

}  // namespace
}  // namespace sheet

Expected<std::string> erasure_pdf(const ErasureCertificate& certificate) {
    return sheet::made_pdf("Certificate of erasure", certificate.head.made, [&] {
        sheet::Book book =
            sheet::book_for(certificate.head.paper, certificate.head.salon, certificate.number, certificate.head.made);
        sheet::add_certificate(book, certificate);
        return book;
    });
}

}  // namespace smp
