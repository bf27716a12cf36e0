#include "sheet/forms.hpp"

namespace smp {

std::vector<ConsentPart> standard_consents() {
    return {
        {"Treatment",
         "I want scalp micropigmentation as it was explained to me. I know that pigment is put into my skin and fades "
         "only over years, "
         "that every skin heals differently, that the pictures I was shown are a preview and not a result, and that "
         "redness, swelling, "
         "infection or an allergic reaction can happen. I have answered the questions about my health as well as I "
         "could. I can stop at "
         "any time.",
         {},
         {},
         {}},
        {"Photographs",
         "Photographs of my head may be taken and kept in the salon's record, to plan and to compare. They are stored "
         "encrypted on the "
         "salon's own computer and shown to nobody else. I can have them deleted at any time; the treatment does not "
         "depend on them.",
         {},
         {},
         {}},
        {"Showing my pictures to others",
         "The salon may show photographs of me to other clients and publish them, where we have written down which and "
         "where. I can take "
         "this back at any time for the future. Neither the treatment nor its price depends on it.",
         {},
         {},
         {}},
    };
}

}  // namespace smp
