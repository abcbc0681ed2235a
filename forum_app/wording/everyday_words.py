"""Names that are everyday words, months, plants or places too: by themselves they say nothing of a person."""

from __future__ import annotations

_FIRST = """
    ace al amber angel angelica apple april art ash ashley aspen august aurora austin autumn basil bay bear beau bee
    bell belle berry bill billy birdie blossom blue bob bobby bonnie brandy briar brook brooke buddy bunny buster cameo
    candy carol cash cat chance charity charm chase chelsea cherry chester chip christian clay clement clementine cliff
    clover colt coral crystal daisy dale dash dawn dean destiny devon dick dixie dot drew duke earl earnest easter
    ebony ed eden eve faith fawn felicity fern flora florence forest fox frank gale gay gene georgia gill ginger glen
    grace grant guy happy harmony harper hazel heath heather heaven holly honey honour hope hunter india iris israel
    ivy jack jade jasmine jay jean jet jewel jordan journey joy judge june junior justice ken kent king kit kitty lance
    lark lea lee leo liberty lily lincoln lionel london lotus lucky lux magnolia major maple mark marsh mason matt max may
    meadow melody mercy merit merry mike miles mint misty myrtle nan neo nick noble noel norm norman north nova ocean
    olive opal page paige pansy paris parker pat patience peace pearl penny petal pierce piper pixie poppy precious
    preston primrose prince princess prudence queen rain rainbow ray read red reed reef rex rich river rob robin rock
    roman rose rosemary rowan royal ruby rusty sable sage sandy savannah scarlet scarlett sequoia serenity shadow sky
    skip snow sonny star sterling stone storm story sue sugar summer sunday sunny sydney tab tad ted teddy tiger timothy
    trinity tuesday unity vale van velvet verity victor victoria viola violet virginia wade walker warren wednesday
    will willow winter wolf woody wren york young zen
"""
_LAST = """
    abbot ash back bacon bailey baker ball banks barber barn batten beach bean bell bench berry best birch bird bishop
    black blood bloom blue board bond book booth bow bowl box brand bridge bridges bright brook brooks brown buck bull
    burden burn bush butcher butler button canon card care carpenter carter carver case castle chance chancellor chapel
    chapman charity chase church clay clerk cliff close coates cole cook cooper corner cotton court crane cross crow crown dance
    dark date dawn day days dean deed dell diamond dove drew driver duke early east eaves elder english fair farmer farrow field fields
    finch fine fish fisher fleet fletcher flint flower flowers ford forest foster fox freeman french friend frost fuller gale
    gardener garden gate gates gentle gift glass glover gold good grace grant grave graves gray green grey grove guest gunn guy
    hale hall hand hands hare hart hawk hay hazel head heath hedges heir herd hill hills hood hook hope horn house hunt
    hunter inch ireland jolly joy judge just keen key kind king kirk kitchen knight lake lamb land lane large law lawn leaf
    lever light little lock long lord love low lowe mace major man march mark marks marsh marshall mason masters may mayor mead meadow meadows
    merry middle miles mill miller mills mint moon moor moore more moss mount nails neat newman night noble north nurse nutt oakes oaks page
    paine palmer park parker parks parrot parsons peace peach peacock pear pearl penny pepper perry pike piper pitt place plant platt pond pool poor pope porter
    post potter potts pound power powers prentice price pride priest prince prior proud quick rain reader read reed rice rich ring river rivers
    roach rock rome root rose rowe rush sale salmon salt sands savage sawyer school scott sea self sellers sessions shade sharp shaw shepherd ship
    shore short silver singer skinner slade slater sleep small smart snow south sparrow spear speed spencer spice spring stables star steel
    steward stock stone storey street strong summer summers sun swan sweet swift tailor taylor temple thorn tower towers town townsend travel
    trick tripp trout trust truth turner underwood usher vale valentine vine wade walker wall waller walls ward ware warren water waters way weaver webb weeks
    well wells west wheat wheeler white wild will wills winter winters wise wolf wood woods woodward word work workman world worth wren wright yard york young
"""
EVERYDAY_FIRST_NAMES = frozenset(_FIRST.split())
EVERYDAY_LAST_NAMES = frozenset(_LAST.split())
